// The build without GNU readline: for who needs a binary under a permissive licence alone.
#include "cli/shell/line_editor.hpp"

namespace skein::cli {

std::unique_ptr<LineEditor> make_line_editor(LineEditorOptions options) {
  return make_plain_line_editor(std::move(options));
}

std::string line_editor_name() { return "plain"; }

}  // namespace skein::cli
