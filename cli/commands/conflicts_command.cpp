// skein conflicts: claims that cannot all be right, and who makes them.
#include <unistd.h>

#include "cli/commands/commands.hpp"
#include "cli/commands/conflicts.hpp"
#include "cli/database.hpp"
#include "cli/facts.hpp"
#include "cli/output/terminal.hpp"
#include "cli/output/text_width.hpp"
#include "cli/output/value_text.hpp"
#include "graph/conflicts.hpp"
#include "graph/formats/evidence_text.hpp"

namespace skein::cli {

Result<std::size_t> write_conflicts(const graph::Transaction& transaction, const Style& style,
                                    std::size_t width,
                                    const std::function<Result<void>(std::string_view)>& write) {
  SKEIN_ASSIGN(const auto found, graph::conflicts(transaction));
  graph::formats::EvidenceTexts texts(transaction);
  for (const auto& conflict : found) {
    std::string text = style.bold(visible(name_of(transaction, conflict.subject))) + "  " +
                       style.cyan(transaction.catalog().name(conflict.type)) + "\n";
    for (const auto& claim : conflict.claims) {
      SKEIN_ASSIGN(const auto value, graph::value_text(transaction, conflict, claim));
      text += "  " + style.red(visible(value)) + "\n";
      SKEIN_ASSIGN(const auto quotations, texts.sentences(claim));
      std::size_t shown = 0;
      for (const auto& q : quotations) {
        if (++shown > 2) {
          text += "      " + style.grey("… and " + std::to_string(quotations.size() - 2) + " more") + "\n";
          break;
        }
        text += wrap_text(marked_sentence(q, style.on()), width, "    ") + "\n";
        text += wrap_text(style.grey(visible(source_line(q))), width, "      ") + "\n";
      }
    }
    SKEIN_TRY(write(text + "\n"));
  }
  return found.size();
}

namespace {

Result<void> run(const InspectArguments& arguments, Output& out) {
  SKEIN_ASSIGN(const auto graph, open_for_reading(arguments.store));
  SKEIN_ASSIGN(const auto transaction, graph->begin(storage::Access::read));
  const auto width = terminal_width(STDOUT_FILENO).value_or(100);
  SKEIN_ASSIGN(const auto count, write_conflicts(*transaction, Style(use_color(STDOUT_FILENO)), width,
                                                 [&](std::string_view text) { return out.write(text); }));
  if (count == 0) return out.write("no claims disagree\n");
  return out.write(std::to_string(count) + (count == 1 ? " conflict\n" : " conflicts\n"));
}

}  // namespace

int conflicts_command(const InspectArguments& arguments) {
  if (!arguments.format.empty()) {
    QueryArguments query;
    query.store = arguments.store;
    query.text =
        "CALL skein.conflicts() YIELD conflict, subject, relation, value, sources "
        "RETURN conflict, subject.name AS subject, relation, value.name AS value, sources ORDER BY conflict, "
        "value";
    query.format = arguments.format;
    query.read_only = true;
    return query_command(query);
  }
  const auto out = Output::standard();
  return finish(*out, run(arguments, *out));
}

}  // namespace skein::cli
