#include "graph/formats/evidence_text.hpp"

#include <algorithm>
#include <tuple>

#include "graph/json/evidence_json.hpp"
#include "graph/temporal/text.hpp"

namespace skein::graph::formats {

namespace {

constexpr std::size_t kept_texts = 256;
constexpr std::size_t stride = 256;  // code points between two remembered positions

}  // namespace

std::string quotation_line(const Quotation& q) {
  std::string line =
      q.sentence + " — " + (q.source.empty() ? (q.title.empty() ? q.document : q.title) : q.source);
  if (q.evidence.published) line += ", " + temporal::to_text(*q.evidence.published);
  if (!q.evidence.attribution.empty()) line += " (" + q.evidence.attribution + ")";
  return line;
}

std::string quotation_lines(const std::vector<Quotation>& all) {
  std::string lines;
  for (const Quotation& q : all) lines += (lines.empty() ? "" : "\n") + quotation_line(q);
  return lines;
}

struct EvidenceTexts::Text {
  explicit Text(DocumentRecord r) : record(std::move(r)) {
    std::size_t points = 0;
    for (std::size_t i = 0; i < record.text.size(); ++i) {
      if ((static_cast<unsigned char>(record.text[i]) & 0xc0) == 0x80) continue;
      if (points % stride == 0) starts.push_back(i);
      ++points;
    }
  }
  // The byte at which code point `n` begins; the end of the text for one beyond it.
  [[nodiscard]] std::size_t byte(std::uint32_t n) const {
    if (n / stride >= starts.size()) return record.text.size();
    std::size_t i = starts[n / stride];
    for (std::size_t left = n % stride; left > 0 && i < record.text.size(); --left) {
      ++i;
      while (i < record.text.size() && (static_cast<unsigned char>(record.text[i]) & 0xc0) == 0x80) ++i;
    }
    return i;
  }
  [[nodiscard]] ByteSpan bytes(TextSpan span) const {
    return {byte(span.begin), byte(std::max(span.begin, span.end))};
  }

  DocumentRecord record;
  std::vector<std::size_t> starts;
};

EvidenceTexts::EvidenceTexts(const Transaction& transaction)
    : transaction_(transaction), any_(transaction.catalog().counts().evidence > 0) {}
EvidenceTexts::~EvidenceTexts() = default;

Result<const EvidenceTexts::Text*> EvidenceTexts::text(DocumentId id) {
  const auto found = texts_.find(id);
  if (found != texts_.end()) return found->second.get();
  SKEIN_ASSIGN(DocumentRecord record, transaction_.document(id));
  if (texts_.size() >= kept_texts) texts_.clear();
  return (texts_[id] = std::make_unique<Text>(std::move(record))).get();
}

Result<std::vector<Quotation>> EvidenceTexts::quotations(const RelationshipId& relationship) {
  std::vector<Quotation> out;
  if (!any_) return out;
  SKEIN_ASSIGN(std::vector<Evidence> all, transaction_.evidence(relationship));
  out.reserve(all.size());
  for (Evidence& evidence : all) {
    SKEIN_ASSIGN(const Text* const source, text(evidence.document));
    const ByteSpan sentence = source->bytes(evidence.sentence);
    const auto within = [&](TextSpan span) {
      const ByteSpan bytes = source->bytes(span);
      if (bytes.begin < sentence.begin || bytes.end > sentence.end || bytes.begin >= bytes.end)
        return ByteSpan{};
      return ByteSpan{bytes.begin - sentence.begin, bytes.end - sentence.begin};
    };
    Quotation quotation{std::move(evidence),
                        source->record.key,
                        source->record.title,
                        source->record.source,
                        source->record.text.substr(sentence.begin, sentence.end - sentence.begin),
                        {},
                        {}};
    quotation.subject = within(quotation.evidence.subject);
    quotation.object = within(quotation.evidence.object);
    out.push_back(std::move(quotation));
  }
  return out;
}

Result<std::vector<Quotation>> EvidenceTexts::sentences(const RelationshipId& relationship) {
  SKEIN_ASSIGN(auto all, quotations(relationship));
  std::vector<Quotation> out;
  for (Quotation& one : all) {
    const auto said = [](const Evidence& e) {
      return std::tie(e.document, e.sentence.begin, e.sentence.end, e.polarity, e.modality, e.attribution);
    };
    const auto named = [](const Quotation& q) {
      return q.subject.end - q.subject.begin + q.object.end - q.object.begin;
    };
    const auto same = std::find_if(out.begin(), out.end(), [&](const Quotation& other) {
      return said(other.evidence) == said(one.evidence);
    });
    if (same == out.end())
      out.push_back(std::move(one));
    else if (named(*same) < named(one))
      *same = std::move(one);
  }
  return out;
}

Result<std::string> EvidenceTexts::json(const RelationshipId& relationship) {
  SKEIN_ASSIGN(const auto all, quotations(relationship));
  if (all.empty()) return std::string();
  std::string out = "[";
  for (const Quotation& quotation : all) {
    if (out.size() > 1) out += ',';
    append_evidence_json(out, quotation.evidence, quotation.document, quotation.sentence);
  }
  return out + "]";
}

}  // namespace skein::graph::formats
