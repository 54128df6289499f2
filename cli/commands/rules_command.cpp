// skein rules: which rules there are, whether their examples hold, and where they fire.
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "cli/commands/build.hpp"
#include "cli/commands/commands.hpp"
#include "cli/database.hpp"
#include "cli/output/output.hpp"
#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"
#include "extract/builder.hpp"
#include "extract/readers/sources.hpp"
#include "extract/resolve/resolve.hpp"
#include "extract/rules/rules.hpp"

namespace skein::cli {

namespace {

bool called(const extract::LocalEntity& entity, const std::string& name) {
  return std::any_of(entity.names.begin(), entity.names.end(),
                     [&](const extract::NameCount& n) { return n.name == name; });
}

bool says(const extract::Extraction& x, const std::string& relation, const extract::Example& example) {
  return std::any_of(x.claims.begin(), x.claims.end(), [&](const extract::Claim& c) {
    if (c.relation != relation || !called(x.entities[c.subject], example.subject)) return false;
    if (!c.object_is_figure) return called(x.entities[c.object], example.object);
    const auto& figure = x.figures[c.object];
    return figure.name == example.object || figure.name + " " + figure.unit == example.object;
  });
}

// false: some example does not hold.
Result<bool> check(const extract::Extractor& extractor, const Style& style, Output& out) {
  std::size_t held = 0, failed = 0, bare = 0;
  for (const auto& rule : extractor.rules().rules()) {
    if (rule.examples.empty()) ++bare;
    for (const auto& example : rule.examples) {
      extract::Document document(example.text);
      document.metadata.id = "example";
      if (says(extractor.extract(document), rule.relation, example) == example.expected) {
        ++held;
        continue;
      }
      ++failed;
      SKEIN_TRY(out.write(style.red(rule.name) + (example.expected ? " does not find " : " must not find ") +
                          "(" + visible(example.subject) + ", " + visible(example.object) + ") in\n    " +
                          visible(example.text) + "\n"));
    }
  }
  SKEIN_TRY(out.write(std::to_string(held) + " examples hold, " + std::to_string(failed) + " do not; " +
                      std::to_string(bare) + " rules have none\n"));
  return failed == 0;
}

std::string bytes_of(const std::string& text, graph::TextSpan span) {
  // Spans count code points.
  std::uint32_t point = 0;
  std::size_t begin = text.size(), end = text.size();
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
    if (point == span.begin) begin = i;
    if (point == span.end) {
      end = i;
      break;
    }
    ++point;
  }
  return text.substr(begin, end - begin);
}

std::string stance(const extract::Claim& c) {
  if (c.polarity == graph::Polarity::denied) return " (denied)";
  if (c.modality == graph::Modality::planned) return " (planned)";
  if (c.modality == graph::Modality::possible) return " (possible)";
  return {};
}

std::string shown_name(const extract::LocalEntity& entity) {
  if (!entity.canonical.empty()) return entity.canonical;
  return extract::canonical_name(entity.type, entity.names, entity.keys.front());
}

// What was taken for a thing of a declared type.
Result<void> tell_declared(const std::map<std::string, std::set<std::string>>& names, const Style& style,
                           Output& out) {
  if (names.empty()) return {};
  std::size_t width = 0;
  for (const auto& [label, of] : names) width = std::max(width, label.size());
  SKEIN_TRY(out.write("\n"));
  for (const auto& [label, of] : names) {
    std::string text;
    for (const auto& name : of) text += (text.empty() ? "" : ", ") + visible(name);
    SKEIN_TRY(out.write(style.cyan(pad(label, width, false)) + "  " + text + "\n"));
  }
  return {};
}

Result<void> fire(const extract::Extractor& extractor, const std::string& source, const Style& style,
                  Output& out) {
  std::map<std::string, std::size_t> counts;
  std::map<std::string, std::set<std::string>> declared;
  std::size_t documents = 0;
  Result<void> outcome;
  extract::SourceSink sink;
  std::vector<std::string> problems;
  sink.problem = [&](std::string problem) { problems.push_back(std::move(problem)); };
  sink.document = [&](extract::Document document) {
    ++documents;
    const auto x = extractor.extract(document);
    for (const auto& entity : x.entities)
      if (!entity.labels.empty()) declared[entity.labels.front()].insert(shown_name(entity));
    for (const auto& c : x.claims) {
      ++counts[c.rule];
      std::string sentence = bytes_of(document.text, c.sentence);
      std::replace(sentence.begin(), sentence.end(), '\n', ' ');
      const auto subject = bytes_of(document.text, c.subject_span);
      const auto object = bytes_of(document.text, c.object_span);
      outcome =
          out.write(style.cyan(c.rule) + stance(c) + "  " + style.bold(visible(subject)) + " → " +
                    style.bold(visible(object)) + "\n" + wrap_text(visible(sentence), 100, "    ") + "\n");
      if (!outcome.ok()) return false;
    }
    return true;
  };
  extract::read_sources({source}, sink);
  SKEIN_TRY(std::move(outcome));
  for (const auto& problem : problems) report(problem);
  if (documents == 0) return Error{ErrorCode::not_found, "nothing to read in " + source};
  std::vector<std::pair<std::size_t, std::string>> rows;
  for (const auto& [rule, count] : counts) rows.emplace_back(count, rule);
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  SKEIN_TRY(tell_declared(declared, style, out));
  SKEIN_TRY(out.write("\n"));
  for (const auto& [count, rule] : rows)
    SKEIN_TRY(out.write(pad(std::to_string(count), 6, true) + "  " + rule + "\n"));
  return out.write(rows.empty() ? "no rule fires\n" : "");
}

Result<void> list(const extract::RuleSet& rules, const Style& style, Output& out) {
  std::map<std::string, std::array<std::size_t, 3>> relations;
  for (const auto& rule : rules.rules()) {
    auto& row = relations[rule.relation];
    ++row[0];
    row[1] += rule.arcs.size() + rule.words.size();
    row[2] += rule.examples.size();
  }
  SKEIN_TRY(out.write(" rules patterns examples\n"));
  for (const auto& [relation, row] : relations)
    SKEIN_TRY(out.write(pad(std::to_string(row[0]), 6, true) + pad(std::to_string(row[1]), 9, true) +
                        pad(std::to_string(row[2]), 9, true) + "  " + style.cyan(relation) + "\n"));
  return {};
}

// false: an example does not hold.
Result<bool> run(const RulesArguments& arguments, Output& out) {
  extract::Extractor::Files files;
  files.models = arguments.models;
  for (const auto& path : arguments.rules) files.rules.emplace_back(path);
  if (!arguments.store.db.empty()) {
    SKEIN_ASSIGN(const auto graph, open_for_reading(arguments.store));
    SKEIN_ASSIGN(files.texts, remembered_schema(*graph));
  }
  const Style style(use_color(STDOUT_FILENO));
  if (!arguments.check && arguments.text.empty()) {
    std::vector<std::filesystem::path> paths = {extract::default_rule_directory()};
    paths.insert(paths.end(), files.rules.begin(), files.rules.end());
    SKEIN_ASSIGN(auto texts, extract::read_rule_texts(paths));
    texts.insert(texts.end(), files.texts.begin(), files.texts.end());
    SKEIN_ASSIGN(const auto rules, extract::RuleSet::load(texts));
    SKEIN_TRY(list(rules, style, out));
    return true;
  }
  SKEIN_ASSIGN(const auto extractor, extract::Extractor::load(files));
  bool good = true;
  if (arguments.check) {
    SKEIN_ASSIGN(good, check(extractor, style, out));
  }
  if (!arguments.text.empty()) SKEIN_TRY(fire(extractor, arguments.text, style, out));
  return good;
}

}  // namespace

int rules_command(const RulesArguments& arguments) {
  const auto out = Output::standard();
  auto good = run(arguments, *out);
  if (!good.ok()) return out->closed() ? exit_ok : fail(good.error());
  const auto done = out->finish();
  if (out->closed()) return exit_ok;
  if (!done.ok()) return fail(done.error());
  return *good ? exit_ok : exit_failure;
}

}  // namespace skein::cli
