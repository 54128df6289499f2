// Statements.
#include "dsl/syntax/build.hpp"
#include "dsl/syntax/builder.hpp"

namespace skein::dsl::syntax {

// CREATE INDEX and CREATE CONSTRAINT in both their forms, and what follows DROP ... ON.
ast::CreateRule Builder::create_rule(const Node& node) {
  ast::CreateRule out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::given_name:
        out.name = name(part);
        break;
      case Kind::if_not_exists:
        out.if_not_exists = true;
        break;
      case Kind::relationship_target:
        out.on_relationships = true;
        out.label = name(part.children().back());
        break;
      case Kind::schema_label:
        out.label = name(part);
        break;
      case Kind::schema_keys:
      case Kind::plain_keys:
        out.keys = property_keys(part);
        break;
      case Kind::property_key:
        out.keys.push_back(name(part));
        break;
      case Kind::old_exists:
        out.kind = graph::RuleKind::exists;
        out.keys = property_keys(part.children().front());
        break;
      case Kind::constraint_unique:
        out.kind = graph::RuleKind::unique;
        break;
      case Kind::constraint_not_null:
        out.kind = graph::RuleKind::exists;
        break;
      case Kind::constraint_key:
        out.kind = graph::RuleKind::key;
        break;
      case Kind::value_type:
        out.kind = graph::RuleKind::type;
        out.type = value_type(part);
        break;
      default:
        break;  // the variable, options
    }
  }
  if ((out.kind == graph::RuleKind::exists || out.kind == graph::RuleKind::type) && out.keys.size() > 1)
    fail(span(node), "IS NOT NULL and IS :: are said of one property; write a constraint for each");
  return out;
}

ast::DropRule Builder::drop_rule(const Node& node) {
  ast::DropRule out;
  out.constraint = node.is(Kind::drop_constraint);
  for (const Node& part : node.children()) {
    if (part.is(Kind::dropped_name)) out.name = name(part);
    if (part.is(Kind::if_exists)) out.if_exists = true;
  }
  if (out.name.empty()) out.rule = create_rule(node);
  return out;
}

ast::CreateTextIndex Builder::create_text_index(const Node& node) {
  ast::CreateTextIndex out;
  for (const Node& part : node.children()) {
    if (part.is(Kind::given_name)) out.name = name(part);
    if (part.is(Kind::if_not_exists)) out.if_not_exists = true;
    if (part.is(Kind::schema_label)) out.labels.push_back(name(part));
    if (part.is(Kind::property_key)) out.keys.push_back(name(part));
  }
  return out;
}

std::vector<std::string> Builder::property_keys(const Node& node) {
  std::vector<std::string> out;
  for (const Node& part : node.children()) {
    if (part.is(Kind::property_key)) out.push_back(name(part));
  }
  return out;
}

ast::Copy Builder::copy(const Node& node) {
  ast::Copy out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::copied_graph:
        out.graph = true;
        break;
      case Kind::copied_query:
        out.query = part.text();
        out.query_begin = part.begin();
        break;
      case Kind::copied_file:
        out.file = string(part);
        break;
      case Kind::copy_option_name: {
        std::string option(part.text());
        for (char& c : option) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
        out.options.emplace_back(std::move(option), std::string());
        break;
      }
      case Kind::copy_option_value: {
        const std::string_view value = part.text();
        const bool quoted = value.front() == '\'' || value.front() == '"';
        out.options.back().second = quoted ? string(part) : std::string(value);
        break;
      }
      default:
        break;
    }
  }
  return out;
}

ast::Statement Builder::statement(const Node& node) {
  ast::Statement out;
  out.text = std::string(text_);
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::explain_flag:
        out.explain = ast::ExplainMode::explain;
        break;
      case Kind::profile_flag:
        out.explain = ast::ExplainMode::profile;
        break;
      case Kind::create_index:
      case Kind::create_constraint:
        out.node = create_rule(part);
        break;
      case Kind::drop_index:
      case Kind::drop_constraint:
        out.node = drop_rule(part);
        break;
      case Kind::create_text_index:
        out.node = create_text_index(part);
        break;
      case Kind::show:
        out.node = show(part);
        break;
      case Kind::copy:
        out.node = copy(part);
        break;
      case Kind::begin_transaction:
        out.node = ast::TransactionControl::begin;
        break;
      case Kind::commit_transaction:
        out.node = ast::TransactionControl::commit;
        break;
      case Kind::rollback_transaction:
        out.node = ast::TransactionControl::rollback;
        break;
      default: {
        ast::Query whole = query(part);
        if (whole.parts.size() == 1 && whole.parts[0].clauses.size() == 1) {
          auto* call = std::get_if<ast::CallProcedure>(&whole.parts[0].clauses[0].node);
          if (call != nullptr) call->standalone = true;
        }
        out.node = std::move(whole);
      }
    }
  }
  return out;
}

Result<ast::Statement> build_statement(const Tree& tree, std::string_view text) {
  try {
    return Builder(text).statement(Node(tree, text, tree.size() - 1));
  } catch (Error& error) {
    return std::move(error);
  }
}

}  // namespace skein::dsl::syntax
