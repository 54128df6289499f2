#include "graph/import/rdf_statements.hpp"

#include <serd/serd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <memory>

#include "graph/formats/rdf/vocabulary.hpp"
#include "graph/import/line_reader.hpp"

namespace skein::graph {

namespace rdf = formats::rdf;

RdfStatements::RdfStatements() { intern(std::string()); }  // the number 0

RdfStatements::Term RdfStatements::intern(std::string text) {
  const auto [at, fresh] = terms_.try_emplace(std::move(text), static_cast<Term>(texts_.size()));
  if (fresh) texts_.push_back(&at->first);
  return at->second;
}

RdfStatements::Term RdfStatements::find(std::string_view iri) const {
  const auto at = terms_.find(std::string(iri));
  return at == terms_.end() ? none : at->second;
}

// One file on its way through serd.
class SerdInput {
 public:
  SerdInput(RdfStatements& to, ImportRun& run, const std::string& path, RdfSyntax syntax)
      : to_(to),
        run_(run),
        path_(path),
        syntax_(syntax),
        env_(serd_env_new(nullptr), serd_env_free),
        reader_(serd_reader_new(
                    syntax == RdfSyntax::turtle     ? SERD_TURTLE
                    : syntax == RdfSyntax::ntriples ? SERD_NTRIPLES
                    : syntax == RdfSyntax::nquads   ? SERD_NQUADS
                                                    : SERD_TRIG,
                    this, nullptr,
                    [](void* self, const SerdNode* uri) {
                      return serd_env_set_base_uri(static_cast<SerdInput*>(self)->env_.get(), uri);
                    },
                    [](void* self, const SerdNode* name, const SerdNode* uri) {
                      return serd_env_set_prefix(static_cast<SerdInput*>(self)->env_.get(), name, uri);
                    },
                    [](void* self, SerdStatementFlags, const SerdNode* graph, const SerdNode* subject,
                       const SerdNode* predicate, const SerdNode* object, const SerdNode* datatype,
                       const SerdNode*) {
                      return static_cast<SerdInput*>(self)->statement(graph, subject, predicate, object,
                                                                      datatype);
                    },
                    nullptr),
                serd_reader_free) {
    serd_reader_set_strict(reader_.get(), true);
    serd_reader_set_error_sink(
        reader_.get(),
        [](void* self, const SerdError* error) { return static_cast<SerdInput*>(self)->note(*error); }, this);
    blank_prefix_ = "f" + std::to_string(to.files_) + "_";
  }

  Result<void> read() {
    return syntax_ == RdfSyntax::ntriples || syntax_ == RdfSyntax::nquads ? read_lines() : read_stream();
  }

 private:
  // A line at a time, so that a wrong one can be left out.
  Result<void> read_lines() {
    SKEIN_ASSIGN(const auto lines, LineReader::open(path_));
    std::string_view line;
    std::string text;
    for (;;) {
      SKEIN_ASSIGN(const bool more, lines->next(line));
      if (!more) break;
      line_ = lines->line();
      message_.clear();
      text.assign(line).append("\n");
      if (text.find('\0') != std::string::npos) {
        SKEIN_TRY(run_.reject(path_, line_, "a zero byte"));
        continue;
      }
      const auto status =
          serd_reader_read_string(reader_.get(), reinterpret_cast<const std::uint8_t*>(text.c_str()));
      if (!status_) return status_;
      if (status > SERD_FAILURE) SKEIN_TRY(run_.reject(path_, line_, reason(status)));
      SKEIN_TRY(run_.row(lines->bytes_read()));
    }
    run_.file_done(lines->size());
    return run_.report();
  }

  Result<void> read_stream() {
    SKEIN_ASSIGN(descriptor_, open_input(path_));
    const std::unique_ptr<const int, void (*)(const int*)> closer(&descriptor_,
                                                                  [](const int* d) { ::close(*d); });
    // Byte by byte out of our own block: serd reads no further than what it has understood, and lines can be
    // counted.
    auto status = serd_reader_start_source_stream(
        reader_.get(),
        [](void* to, std::size_t, std::size_t, void* self) {
          return static_cast<SerdInput*>(self)->take(to);
        },
        [](void* self) { return static_cast<SerdInput*>(self)->status_ ? 0 : 1; }, this, nullptr, 1);
    while (status == SERD_SUCCESS && status_) {
      status = serd_reader_read_chunk(reader_.get());
      if (status == SERD_FAILURE && ended_) break;
      if (status == SERD_FAILURE) status = SERD_SUCCESS;
      if (auto going = run_.row(bytes_); !going) status_ = std::move(going);
    }
    serd_reader_end_stream(reader_.get());
    if (!status_) return status_;
    if (status > SERD_FAILURE)
      return Error{
          ErrorCode::invalid_argument,
          path_ + ":" + std::to_string(error_line_ != 0 ? error_line_ : line_) + ": " + reason(status)};
    run_.file_done(bytes_);
    return run_.report();
  }

  std::size_t take(void* to) {
    if (at_ == block_.size()) {
      block_.resize(1u << 18);
      auto got = read_block(descriptor_, block_.data(), block_.size(), path_);
      if (!got) status_ = std::move(got).error();
      block_.resize(status_ ? *got : 0);
      at_ = 0;
      if (block_.empty()) {
        ended_ = true;
        return 0;
      }
    }
    const char c = block_[at_++];
    ++bytes_;
    if (c == '\n') ++line_;
    *static_cast<char*>(to) = c;
    return 1;
  }

  SerdStatus note(const SerdError& error) {
    if (!message_.empty()) return SERD_SUCCESS;  // the first says most
    char text[512];
    std::vsnprintf(text, sizeof text, error.fmt, *error.args);
    message_ = text;
    while (message_.ends_with('\n')) message_.pop_back();
    error_line_ = error.line;
    return SERD_SUCCESS;
  }
  [[nodiscard]] std::string reason(SerdStatus status) const {
    return message_.empty() ? reinterpret_cast<const char*>(serd_strerror(status)) : message_;
  }

  static std::string_view text_of(const SerdNode& node) {
    return {reinterpret_cast<const char*>(node.buf), node.n_bytes};
  }

  // The full IRI, or "_:" and a name.
  Result<std::string> name(const SerdNode& node) {
    if (node.type == SERD_BLANK) return "_:" + blank_prefix_ + std::string(text_of(node));
    if (node.type == SERD_URI && rdf::is_iri(text_of(node))) return std::string(text_of(node));
    SerdNode full = serd_env_expand_node(env_.get(), &node);
    if (full.buf == nullptr)
      return Error{ErrorCode::invalid_argument,
                   "\"" + std::string(text_of(node)) + "\" has an unknown prefix, or needs a base"};
    std::string out(text_of(full));
    serd_node_free(&full);
    return out;
  }
  Result<RdfStatements::Term> term(const SerdNode& node) {
    SKEIN_ASSIGN(std::string text, name(node));
    return to_.intern(std::move(text));
  }

  Result<RdfStatements::Statement> made(const SerdNode* graph, const SerdNode* subject,
                                        const SerdNode* predicate, const SerdNode* object,
                                        const SerdNode* datatype) {
    RdfStatements::Statement out{};
    SKEIN_ASSIGN(out.subject, term(*subject));
    SKEIN_ASSIGN(out.predicate, term(*predicate));
    if (object->type == SERD_LITERAL) {
      std::string type;
      if (datatype != nullptr && datatype->buf != nullptr) {
        SKEIN_ASSIGN(type, name(*datatype));
      }
      SKEIN_ASSIGN(Value value, rdf::value_of(text_of(*object), type));
      out.object = static_cast<RdfStatements::Term>(to_.values_.size()) | RdfStatements::literal_bit;
      to_.values_.push_back(std::move(value));
    } else {
      SKEIN_ASSIGN(out.object, term(*object));
    }
    if (graph != nullptr && graph->buf != nullptr) {
      SKEIN_ASSIGN(out.graph, term(*graph));
    }
    return out;
  }

  SerdStatus statement(const SerdNode* graph, const SerdNode* subject, const SerdNode* predicate,
                       const SerdNode* object, const SerdNode* datatype) {
    auto one = made(graph, subject, predicate, object, datatype);
    if (one) {
      to_.statements_.push_back(*one);
      if (to_.statements_.size() < RdfStatements::literal_bit) return SERD_SUCCESS;
      status_ = Error{ErrorCode::limit, path_ + ": more than 2 billion statements in one import"};
      return SERD_ERR_INTERNAL;
    }
    status_ = run_.reject(path_, line_, one.error().message);
    return status_ ? SERD_SUCCESS : SERD_ERR_INTERNAL;
  }

  RdfStatements& to_;
  ImportRun& run_;
  const std::string& path_;
  RdfSyntax syntax_;
  std::unique_ptr<SerdEnv, decltype(&serd_env_free)> env_;
  std::unique_ptr<SerdReader, decltype(&serd_reader_free)> reader_;
  std::string blank_prefix_, block_, message_;
  std::size_t at_ = 0;
  std::uint64_t line_ = 1, bytes_ = 0;
  unsigned error_line_ = 0;
  int descriptor_ = -1;
  bool ended_ = false;
  Result<void> status_;
};

Result<void> RdfStatements::read(ImportRun& run, const std::string& path, RdfSyntax syntax) {
  run.stage("reading");
  ++files_;
  return SerdInput(*this, run, path, syntax).read();
}

}  // namespace skein::graph
