// Statements.
#include "dsl/syntax/build.hpp"
#include "dsl/syntax/builder.hpp"

namespace skein::dsl::syntax {

ast::CreateIndex Builder::create_index(const Node& node) {
  ast::CreateIndex out;
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
      default:
        break;  // the variable, options
    }
  }
  return out;
}

ast::DropIndex Builder::drop_index(const Node& node) {
  ast::DropIndex out;
  for (const Node& part : node.children()) {
    switch (part.kind()) {
      case Kind::dropped_name:
        out.name = name(part);
        break;
      case Kind::if_exists:
        out.if_exists = true;
        break;
      case Kind::schema_label:
        out.label = name(part);
        break;
      default:
        out.keys = property_keys(part);
    }
  }
  return out;
}

ast::CreateConstraint Builder::create_constraint(const Node& node) {
  ast::CreateConstraint out;
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
        out.keys = property_keys(part);
        break;
      case Kind::property_key:
        out.keys.push_back(name(part));
        break;
      case Kind::old_exists:
        out.kind = ast::ConstraintKind::exists;
        out.keys = property_keys(part.children().front());
        break;
      case Kind::constraint_unique:
        out.kind = ast::ConstraintKind::unique;
        break;
      case Kind::constraint_not_null:
        out.kind = ast::ConstraintKind::exists;
        break;
      case Kind::constraint_key:
        out.kind = ast::ConstraintKind::key;
        break;
      case Kind::constraint_type:
        out.kind = ast::ConstraintKind::type;
        out.type = std::string(part.text());
        break;
      default:
        break;
    }
  }
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
        out.node = create_index(part);
        break;
      case Kind::drop_index:
        out.node = drop_index(part);
        break;
      case Kind::create_constraint:
        out.node = create_constraint(part);
        break;
      case Kind::drop_constraint: {
        const Nodes parts = part.children();
        out.node = ast::DropConstraint{name(parts[0]), parts.size() > 1};
        break;
      }
      case Kind::create_text_index:
        out.node = create_text_index(part);
        break;
      case Kind::show:
        out.node = show(part);
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
