# The second half of extraction: from the parsed document to the graph.
find_package(simdjson REQUIRED)
find_library(GUMBO_LIBRARY gumbo REQUIRED)

target_sources(skein_extract PRIVATE
  blocks.cpp builder.cpp calendar.cpp candidates.cpp claims.cpp clean.cpp coreference.cpp declared_types.cpp discourse.cpp drafts.cpp enumerations.cpp eval.cpp extraction.cpp extractor.cpp graph_schema.cpp
  hash.cpp lines.cpp mention_pairs.cpp name_groups.cpp name_joins.cpp name_spans.cpp name_types.cpp names.cpp national_names.cpp periods.cpp phrases.cpp pieces.cpp projection.cpp proposals.cpp readers/html.cpp readers/json_lines.cpp readers/sources.cpp
  readers/text.cpp relation_scorer.cpp relations.cpp resolve.cpp rule_files.cpp rule_parser.cpp rules.cpp schema.cpp state_abbreviations.cpp syntax.cpp telling_words.cpp value_scanner.cpp values.cpp walks_of_life.cpp)
target_link_libraries(skein_extract PUBLIC skein_graph PRIVATE simdjson::simdjson ${GUMBO_LIBRARY} Threads::Threads)

# A language model as one more reader. Nothing else in skein speaks to a network. libcurl is loaded when it is wanted, so
# its headers are enough.
find_package(CURL REQUIRED)
add_library(skein_extract_llm STATIC llm/chat_answer.cpp llm/chat_request.cpp llm/curl_library.cpp llm/http_client.cpp llm/model_reader.cpp)
target_link_libraries(skein_extract_llm PUBLIC skein_extract PRIVATE ${CMAKE_DL_LIBS} fmt::fmt simdjson::simdjson Threads::Threads)
target_include_directories(skein_extract_llm PRIVATE ${CURL_INCLUDE_DIRS})

# Rules are data: copied beside the programs in the build tree, installed into share/skein.
file(GLOB rule_files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/rules/*.rules)
foreach(rule_file ${rule_files})
  get_filename_component(rule_name ${rule_file} NAME)
  configure_file(${rule_file} ${CMAKE_BINARY_DIR}/share/skein/rules/${rule_name} COPYONLY)
endforeach()
install(DIRECTORY rules DESTINATION share/skein FILES_MATCHING PATTERN "*.rules")
