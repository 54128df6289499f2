#!/usr/bin/env python3
"""Documents in any number out of the open data, for measuring how fast and in how much memory they are read.

    make_corpus.py --data DATA --documents 20000 --out corpus.jsonl

A document is a headline, a date and two to eight paragraphs drawn from Re-DocRED, KnowledgeNet, GUM, EWT and wikigold,
about 300 words on average. In paragraphs of Re-DocRED, where every mention is marked, people and organisations get
other names in every document, so that the number of distinct entities grows as it does in a newsroom; the rest comes
again now and then, as background paragraphs do. The same arguments give the same bytes.
"""
import argparse, csv, json, lzma, pathlib, random, re


def opened(path):
    return lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8")


def lines_of(folder, pattern):
    for path in sorted(folder.glob(pattern)):
        with opened(path) as lines:
            yield from lines


def joined(tokens):
    """Tokens as running text: no space before closing punctuation or after opening."""
    text, open_quote = "", False
    for t in tokens:
        closing = t in {".", ",", ";", ":", "!", "?", ")", "]", "%", "n't", "'"} or t.startswith("'")
        if t == '"':
            closing, open_quote = open_quote, not open_quote
        glue = not text or closing or text[-1] in "([$£€" or (text[-1] == '"' and open_quote and t != '"')
        text += t if glue else " " + t
    return text


def conllu_paragraphs(folder):
    sentences = []
    for line in lines_of(folder, "*.conllu*"):
        if line.startswith("# text = "):
            sentences.append(line[9:].strip())
            if len(sentences) == 5:
                yield " ".join(sentences)
                sentences = []


def tagged_paragraphs(folder, pattern):
    tokens, sentences = [], []
    for line in lines_of(folder, pattern):
        fields = line.split()
        if fields:
            tokens.append(fields[0])
        elif tokens:
            sentences.append(joined(tokens))
            tokens = []
            if len(sentences) == 5:
                yield " ".join(sentences)
                sentences = []


class Names:
    """Names that are made up from lists of first names, surnames and words of listed companies."""

    def __init__(self, folder, chance):
        self.chance = chance
        self.first = [r["name"] for r in csv.DictReader(opened(folder / "first-names-top.csv"))]
        self.last = [line.strip() for line in opened(folder / "surnames-us.txt.xz")]
        words = {w for r in csv.reader(opened(folder / "nasdaq-listed.csv.xz")) for w in r[1].split()[:1] if re.fullmatch("[A-Z][a-z]{3,9}", w)}
        self.words = sorted(words)

    def person(self):
        return self.chance.choice(self.first) + " " + self.chance.choice(self.last)

    def company(self):
        return self.chance.choice(self.words) + " " + self.chance.choice(["Group", "Holdings", "Industries", "Systems", "Energy", "Partners", "Bank", "Foods"])


def renamed(document, names):
    """A paragraph of Re-DocRED whose people and organisations have other names, the same for each mention of one."""
    replaced = {}
    for entity in document["vertexSet"]:
        kinds = {m["type"] for m in entity}
        if kinds & {"PER", "ORG"}:
            name = names.person() if "PER" in kinds else names.company()
            longest = max(len(m["name"].split()) for m in entity)
            for m in entity:
                short = len(m["name"].split()) < longest
                replaced[m["sent_id"], m["pos"][0]] = (m["pos"][1], name.split()[-1 if "PER" in kinds else 0] if short else name)
    sentences = []
    for s, tokens in enumerate(document["sents"]):
        at, out = 0, []
        while at < len(tokens):
            end, name = replaced.get((s, at), (0, ""))
            if end > at:
                out.append(name)
                at = end
            else:
                out.append(tokens[at])
                at += 1
        sentences.append(joined(out))
    return " ".join(sentences)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=pathlib.Path, required=True)
    ap.add_argument("--documents", type=int, default=20000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--out", type=pathlib.Path, required=True)
    args = ap.parse_args()
    chance = random.Random(args.seed)
    names = Names(args.data / "gazetteers", chance)
    marked = [json.loads(line) for line in lines_of(args.data / "re-docred", "open.jsonl*")]
    plain = [p["passageText"] for line in lines_of(args.data / "knowledge-net", "fold*.jsonl*") for p in json.loads(line)["passages"]]
    for folder in ("ud-english-gum", "ud-english-ewt"):
        plain += conllu_paragraphs(args.data / folder)
    plain += tagged_paragraphs(args.data / "wikigold", "*")
    words = 0
    with args.out.open("w", encoding="utf-8") as out:
        for n in range(args.documents):
            paragraphs = []
            for _ in range(chance.randint(2, 8)):
                paragraphs.append(renamed(chance.choice(marked), names) if chance.random() < 0.3 else chance.choice(plain))
            date = f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            text = f"{names.company()} and the week's news\n\n{date}\n\n" + "\n\n".join(paragraphs)
            words += len(text.split())
            out.write(json.dumps({"id": f"d{n:07}", "date": date, "source": f"source{chance.randint(1, 40)}.example", "text": text}, ensure_ascii=False) + "\n")
    print(f"{args.documents} documents, {words} words")


if __name__ == "__main__":
    main()
