// The ends of marked facts as mentions: for measuring what relations would be found if all names, pronouns
// and descriptions were, and were given the right entity.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "extract/claims/relation_scorer.hpp"
#include "extract/discourse/discourse.hpp"
#include "extract/document.hpp"
#include "extract/train/fact_data.hpp"

namespace skein::extract {

struct GoldMention {
  Span span;  // bytes
  MentionKind kind = MentionKind::name;
  std::uint32_t types = 0;  // bit t: it may be of EntityType t, as its relations have it
  std::string entity;       // equal for all mentions of one thing; empty where the data do not say
};

// What stands at the ends of a text's facts, sorted by span, none over another; without dates.
std::vector<GoldMention> gold_mentions(const FactText& text, std::span<const LearnedRelation> relations);

// A name, a pronoun or a description ("the company", "its founder")?
MentionKind kind_of_end(std::string_view text);

// Puts the marked names in the place of those that were found where they stand. Before the parser.
void mark_gold_names(Document& document, const std::vector<GoldMention>& gold);

// Gives marked mentions their entities. `only`: other mentions than these, and figures, stand for nothing.
void mark_gold_entities(Document& document, Discourse& discourse, const std::vector<GoldMention>& gold,
                        bool only);

}  // namespace skein::extract
