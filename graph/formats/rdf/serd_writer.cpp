#include "graph/formats/rdf/serd_writer.hpp"

#include <fmt/format.h>
#include <serd/serd.h>

namespace skein::graph::formats::rdf {

namespace {

SerdNode node_of(SerdType type, std::string_view text) {
  SerdNode node =
      serd_node_from_substring(type, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  // serd counts to the first zero byte; ours may stand in the middle.
  if (node.n_bytes != text.size()) node.n_bytes = text.size();
  return node;
}

std::size_t write_to(const void* bytes, std::size_t size, void* stream) {
  auto& out = *static_cast<std::ostream*>(stream);
  out.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  return out ? size : 0;
}

class SerdStatements final : public StatementSink {
 public:
  SerdStatements(Syntax syntax, std::ostream& out)
      : lines_(syntax == Syntax::ntriples || syntax == Syntax::nquads),
        graphs_(syntax == Syntax::nquads || syntax == Syntax::trig),
        out_(out),
        env_(serd_env_new(nullptr), serd_env_free),
        writer_(serd_writer_new(syntax == Syntax::turtle     ? SERD_TURTLE
                                : syntax == Syntax::ntriples ? SERD_NTRIPLES
                                : syntax == Syntax::nquads   ? SERD_NQUADS
                                                             : SERD_TRIG,
                                static_cast<SerdStyle>(lines_ ? SERD_STYLE_BULK
                                                              : SERD_STYLE_ABBREVIATED | SERD_STYLE_CURIED |
                                                                    SERD_STYLE_BULK),
                                env_.get(), nullptr, write_to, &out),
                serd_writer_free) {
    serd_writer_set_error_sink(
        writer_.get(), [](void*, const SerdError*) { return SERD_SUCCESS; }, nullptr);
  }

  Result<void> prefix(std::string_view name, std::string_view iri) override {
    const SerdNode prefix = node_of(SERD_LITERAL, name), uri = node_of(SERD_URI, iri);
    if (lines_) return {};
    serd_env_set_prefix(env_.get(), &prefix, &uri);
    return checked(serd_writer_set_prefix(writer_.get(), &prefix, &uri));
  }

  Result<void> statement(std::string_view subject, std::string_view predicate, const Object& object,
                         std::string_view graph) override {
    const SerdNode s = node_of(SERD_URI, subject), p = node_of(SERD_URI, predicate);
    switch (object.kind) {
      case Object::Kind::iri: {
        const SerdNode o = node_of(SERD_URI, object.iri);
        return write(0, graph, s, p, o, {});
      }
      case Object::Kind::literal: {
        const SerdNode o = node_of(SERD_LITERAL, object.literal.text);
        return write(0, graph, s, p, o, object.literal.datatype);
      }
      case Object::Kind::list:
        break;
    }
    return list(s, p, object.items, graph);
  }

  Result<void> reifies(std::string_view reifier, std::string_view subject, std::string_view predicate,
                       std::string_view object) override {
    // Newer than serd's model: the form of N-Triples 1.2, which Turtle and TriG take too.
    SKEIN_TRY(checked(serd_writer_finish(writer_.get())));
    return put(out_, fmt::format("<{}> <{}reifies> <<( <{}> <{}> <{}> )>> .\n", reifier, rdf, subject,
                                 predicate, object));
  }

  Result<void> finish() override { return checked(serd_writer_finish(writer_.get())); }

 private:
  Result<void> write(SerdStatementFlags flags, std::string_view graph, const SerdNode& s, const SerdNode& p,
                     const SerdNode& o, std::string_view datatype) {
    const SerdNode g = node_of(SERD_URI, graph), d = node_of(SERD_URI, datatype);
    return checked(serd_writer_write_statement(writer_.get(), flags, graph.empty() || !graphs_ ? nullptr : &g,
                                               &s, &p, &o, datatype.empty() ? nullptr : &d, nullptr));
  }

  // A list is a chain of blank nodes; the flags let Turtle write it as ("a" "b").
  Result<void> list(const SerdNode& s, const SerdNode& p, const std::vector<Literal>& items,
                    std::string_view graph) {
    const std::string nil_iri = rdf + "nil", first_iri = rdf + "first", rest_iri = rdf + "rest";
    const SerdNode nil = node_of(SERD_URI, nil_iri), first = node_of(SERD_URI, first_iri),
                   rest = node_of(SERD_URI, rest_iri);
    if (items.empty()) return write(0, graph, s, p, nil, {});
    std::string cell = fmt::format("l{}", ++cells_);
    SKEIN_TRY(write(SERD_LIST_O_BEGIN, graph, s, p, node_of(SERD_BLANK, cell), {}));
    for (std::size_t i = 0; i < items.size(); ++i) {
      const SerdNode here = node_of(SERD_BLANK, cell);
      SKEIN_TRY(
          write(SERD_LIST_CONT, graph, here, first, node_of(SERD_LITERAL, items[i].text), items[i].datatype));
      if (i + 1 == items.size()) {
        SKEIN_TRY(write(SERD_LIST_CONT, graph, here, rest, nil, {}));
      } else {
        std::string next = fmt::format("l{}", ++cells_);
        SKEIN_TRY(write(SERD_LIST_CONT, graph, here, rest, node_of(SERD_BLANK, next), {}));
        cell = std::move(next);
      }
    }
    return {};
  }

  Result<void> checked(SerdStatus status) {
    if (!out_) return Error{ErrorCode::io, "the output cannot be written"};
    if (status == SERD_SUCCESS) return {};
    return Error{ErrorCode::invalid_argument,
                 fmt::format("a statement cannot be written as RDF: {}",
                             reinterpret_cast<const char*>(serd_strerror(status)))};
  }

  bool lines_, graphs_;
  std::ostream& out_;
  std::unique_ptr<SerdEnv, decltype(&serd_env_free)> env_;
  std::unique_ptr<SerdWriter, decltype(&serd_writer_free)> writer_;
  std::uint64_t cells_ = 0;
};

}  // namespace

std::unique_ptr<StatementSink> make_serd_writer(Syntax syntax, std::ostream& out) {
  return std::make_unique<SerdStatements>(syntax, out);
}

}  // namespace skein::graph::formats::rdf
