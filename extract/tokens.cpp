#include "extract/tokens.hpp"

namespace skein::extract {

void tokenize(Document& document) {
  document.tokens.clear();
  document.sentences.clear();
  document.lemmas.clear();
}

}  // namespace skein::extract
