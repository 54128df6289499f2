#!/usr/bin/env python3
"""skein build --extractor llm against a stand-in server that behaves, and one that does not.

    language_model.py SKEIN
"""
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from stand_in import Reply, StandIn, relation, relations  # noqa: E402

skein = pathlib.Path(sys.argv[1]).resolve()
home = pathlib.Path(tempfile.mkdtemp())
text = ("Norvik Foods opened its gates to Larkin Bank on Monday.\n\n"
        "Ann Lee, who had seen worse, took the helm of Norvik Foods. "
        "Larkin Bank denied that it would swallow Norvik Foods.\n")
(home / "a.txt").write_text(text)
(home / "b.txt").write_text("Tomas Berg took the helm of Sund Airlines. Sund Airlines said nothing else about Tomas Berg.\n")

helm = relation("CEO_OF", "Ann Lee", "Person", "Norvik Foods", "Organization",
                "Ann Lee, who had seen worse, took the helm of Norvik Foods.", "took the helm")
swallow = relation("ACQUIRES", "Larkin Bank", "Organization", "Norvik Foods", "Organization",
                   "Larkin Bank denied that it would swallow Norvik Foods", "swallow", polarity="denied")
good = relations(helm, swallow)
nothing = relations()


def run(*arguments, **options):
    environment = {**os.environ, "SKEIN_KEY": "secret-key"}
    environment.update(options.pop("environment", {}))
    return subprocess.run([skein, *map(str, arguments)], capture_output=True, text=True, cwd=home, env=environment,
                          timeout=120, **options)


def build(server, db, *paths, more=()):
    return run("build", "--db", db, "--extractor", "llm", "--endpoint", server.url if server else "http://127.0.0.1:9",
               "--model", "stand-in", *more, *(paths or ["a.txt"]))


def exported(db):
    done = run("export", "--db", db, "--format", "jsonl")
    assert done.returncode == 0, done.stderr
    return done.stdout


def facts(db):
    done = run("query", "--db", db, "--format", "csv",
               "MATCH (a)-[r:CEO_OF|ACQUIRES|ACQUIRES_DENIED]->(b) UNWIND evidence(r) AS e "
               "RETURN a.name, type(r), b.name, e.rule ORDER BY a.name, type(r), e.rule")
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[1:]


def always(content):
    return lambda number, body: Reply(content)


def check(condition, *what):
    if not condition:
        raise AssertionError("\n".join(map(str, what)))


def taken_and_dropped(done):
    line = next(l for l in done.stdout.splitlines() if l.startswith("its relations: "))
    words = line.replace(",", "").split()
    return int(words[2]), int(words[4])


tests = []


def test(function):
    tests.append(function)
    return function


@test
def what_it_says_becomes_claims_that_are_marked(db):
    with StandIn(always(good)) as server:
        done = build(server, db, more=["--api-key-env", "SKEIN_KEY"])
        check(done.returncode == 0, done.stderr)
        check(len(server.requests) == 1 and server.paths[0] == "/v1/chat/completions", server.paths)
        check(server.keys[0] == "Bearer secret-key", server.keys)
        body = server.requests[0]
        check(body["model"] == "stand-in" and body["temperature"] == 0, body)
        schema = body["response_format"]["json_schema"]["schema"]
        names = schema["properties"]["relations"]["items"]["properties"]["relation"]["enum"]
        check("CEO_OF" in names and "ACQUIRES" in names, names)
        check("CEO_OF" in body["messages"][0]["content"], "the instructions name the relations")
        check("took the helm" in body["messages"][1]["content"], body["messages"][1])
        check("1 request, 0 retries, 100 tokens in, 10 out" in done.stdout, done.stdout)
        check(taken_and_dropped(done) == (2, 0), done.stdout)
    check("Ann Lee,CEO_OF,Norvik Foods,llm" in facts(db), facts(db))
    check(any(f.startswith("Larkin Bank,ACQUIRES_DENIED,Norvik Foods") for f in facts(db)), facts(db))
    check(not any(",ACQUIRES," in f for f in facts(db)), facts(db))


@test
def answers_are_kept_and_need_no_network_again(db):
    with StandIn(lambda n, body: Reply(good if "Ann Lee" in body["messages"][1]["content"] else nothing)) as server:
        check(build(server, db, "a.txt", "b.txt").returncode == 0)
        check(len(server.requests) == 2)
        first = exported(db)
        done = build(server, db, "a.txt", "b.txt")
        check("2 unchanged" in done.stdout and len(server.requests) == 2, done.stdout)
        # In another order into another graph: the same graph.
        other = str(db) + "-other"
        check(build(server, other, "b.txt").returncode == 0 and build(server, other, "a.txt").returncode == 0)
        check(exported(other) == first, "the order of documents shows")
    # Forgotten, and read again while nobody answers.
    check(run("forget", "--db", db, "a.txt").returncode == 0)
    check("Ann Lee,CEO_OF,Norvik Foods,llm" not in facts(db))
    done = build(None, db, "a.txt")
    check(done.returncode == 0 and "1 answered before; 0 requests" in done.stdout, done.stdout, done.stderr)
    check(exported(db) == first, "forgetting shows")
    # A build without a model leaves alone what one has said.
    done = run("build", "--db", db, "a.txt", "b.txt")
    check("2 unchanged" in done.stdout, done.stdout)
    check(exported(db) == first)


@test
def what_is_not_in_the_text_or_not_in_the_schema_is_dropped_and_counted(db):
    wrong = [
        relation("CEO_OF", "Ann Lee", "Person", "Norvik Foods", "Organization", "Ann Lee leads Norvik Foods."),
        relation("CEO_OF", "Tomas Berg", "Person", "Norvik Foods", "Organization", helm["quote"]),
        relation("LOVES", "Ann Lee", "Person", "Norvik Foods", "Organization", helm["quote"]),
        relation("CEO_OF", "Norvik Foods", "Organization", "Ann Lee", "Person", helm["quote"]),
        relation("ACQUIRES", "Norvik Foods", "Organization", "Norvik Foods", "Organization", swallow["quote"]),
        {"relation": "CEO_OF", "subject": "Ann Lee"},
        "CEO_OF",
        {**helm, "modality": "perhaps"},
        relation("CEO_OF", "Ann Lee", "Person", "Larkin Bank", "Organization",
                 helm["quote"] + " Larkin Bank denied that it would swallow Norvik Foods."),
    ]
    with StandIn(always(relations(helm, *wrong))) as server:
        done = build(server, db)
    check(done.returncode == 0, done.stderr)
    check(taken_and_dropped(done) == (1, len(wrong)), done.stdout)
    for line in ("1  the quote is not in the text", "1  the relation is not in the schema",
                 "1  the relation does not join these types", "3  not in the form that was asked for",
                 "1  the ends stand in two sentences", "2  an end is not in the quote"):
        check(line in done.stdout, line, done.stdout)


@test
def json_is_found_in_fences_and_in_prose(db):
    contents = [f"```json\n{good}\n```", f"Here you are [as asked]:\n\n{good}\n\nIs that {{fine}}?", f"[{good[15:-2]}]"]
    for number, content in enumerate(contents):
        with StandIn(always(content)) as server:
            done = build(server, f"{db}-{number}")
            check(done.returncode == 0 and taken_and_dropped(done) == (2, 0), content, done.stdout, done.stderr)


@test
def an_answer_that_cannot_be_read_is_asked_for_twice_and_then_counted(db):
    unusable = [Reply("I am sorry, I cannot do that."), Reply(good[:-30]), Reply(raw=b'{"choices": ['),
                Reply(raw=b'{"choices":[{"message":{"content":"\xff\xfe{}"}}]}'), Reply(raw=b""),
                Reply(raw=b"x" * (9 << 20)), Reply(raw=b'{"choices":[{"message":{"content":null}}]}'),
                Reply("[" * 100_000), Reply("{" * 100_000 + "}" * 100_000)]
    for number, reply in enumerate(unusable):
        with StandIn(lambda n, body: reply) as server:
            done = build(server, f"{db}-{number}")
            check(done.returncode == 0, reply.raw[:100], done.stderr)
            check(len(server.requests) == 2, number, len(server.requests))
            check("1 answer had no relations that can be read" in done.stdout, done.stdout)
            check(taken_and_dropped(done) == (0, 0), done.stdout)
    with StandIn(lambda n, body: Reply("no") if n == 0 else Reply(good)) as server:
        check(taken_and_dropped(build(server, db)) == (2, 0))


@test
def a_server_without_json_schemas_is_asked_in_plain_words(db):
    def answer(number, body):
        if "response_format" in body:
            return Reply(status=400, raw=b'{"error":{"message":"response_format is not supported"}}')
        return Reply(good)
    with StandIn(answer) as server:
        done = build(server, db)
        check(done.returncode == 0 and taken_and_dropped(done) == (2, 0), done.stdout, done.stderr)
        check(len(server.requests) == 2)


@test
def busy_and_broken_servers_are_asked_again(db):
    failures = [Reply(status=429, headers={"Retry-After": "1"}, raw=b"{}"), Reply(status=500, raw=b"oops"),
                Reply(status=503, raw=b""), Reply(hang_up=True), Reply(good, promise=100_000)]
    for number, failure in enumerate(failures):
        with StandIn(lambda n, body: failure if n == 0 else Reply(good)) as server:
            start = time.monotonic()
            done = build(server, f"{db}-{number}")
            check(done.returncode == 0, number, done.stderr)
            check("2 requests, 1 retry" in done.stdout, done.stdout)
            check(taken_and_dropped(done) == (2, 0), done.stdout)
            check(time.monotonic() - start >= 0.95, "it waited")


@test
def slow_answers_end_and_are_asked_for_again(db):
    with StandIn(lambda n, body: Reply(good, wait=5 if n == 0 else 0)) as server:
        done = build(server, db, more=["--request-timeout", "0.5"])
        check(done.returncode == 0 and "1 retry" in done.stdout, done.stdout, done.stderr)


@test
def a_failure_that_stays_ends_the_build_and_the_next_one_goes_on(db):
    def answer(number, body):
        return Reply(good) if "Ann Lee" in body["messages"][1]["content"] else Reply(status=500, raw=b'{"error":"out of order"}')
    with StandIn(answer) as server:
        done = build(server, db, "a.txt", "b.txt", more=["--retries", "1", "--concurrency", "1"])
        check(done.returncode == 1, done.stdout)
        check("status 500, out of order, 2 times" in done.stderr, done.stderr)
        check(run("verify", "--db", db).returncode == 0)
        check(facts(db) == [], facts(db))  # the batch is all or nothing
        asked = len(server.requests)
    with StandIn(always(nothing)) as server:
        done = build(server, db, "a.txt", "b.txt")
        check(done.returncode == 0 and "1 answered before; 1 request" in done.stdout, done.stdout, asked)
    check("Ann Lee,CEO_OF,Norvik Foods,llm" in facts(db), facts(db))


@test
def what_can_never_work_is_told_at_once(db):
    for status, body, words in [(401, b'{"error":{"message":"Incorrect API key"}}', "status 401, Incorrect API key"),
                                (404, b'{"error":{"message":"no such model"}}', "status 404, no such model"),
                                (302, b"", "status 302")]:
        with StandIn(lambda n, b: Reply(status=status, raw=body, headers={"Location": "http://127.0.0.1:9/"})) as server:
            done = build(server, db)
            check(done.returncode == 1 and words in done.stderr, done.stderr)
            check(len(server.requests) == 1)
    done = build(None, db)
    check(done.returncode == 1 and "127.0.0.1:9" in done.stderr, done.stderr)
    for arguments, words in [(["--extractor", "llm"], "wants --endpoint URL and --model NAME"),
                             (["--extractor", "llm", "--endpoint", "ftp://x/", "--model", "m"], "wanted http://... or https://..."),
                             (["--extractor", "llm", "--endpoint", "http://x", "--model", "m", "--api-key-env", "NO_SUCH"],
                              "nothing in the environment variable NO_SUCH")]:
        done = run("build", "--db", db, *arguments, "a.txt")
        check(done.returncode != 0 and words in done.stderr, arguments, done.stderr)


@test
def requests_at_a_time_are_bounded(db):
    many = home / "many"
    many.mkdir(exist_ok=True)
    for i in range(12):
        (many / f"{i}.txt").write_text(f"Company number {i} sold apples to Norvik Foods on Monday.\n")
    with StandIn(lambda n, body: Reply(nothing, wait=0.05)) as server:
        done = build(server, db, "many", more=["--concurrency", "3"])
        check(done.returncode == 0, done.stderr)
        check(len(server.requests) == 12 and server.most_at_once <= 3, server.most_at_once)
        check(server.most_at_once >= 2, "they are not asked one after another")


@test
def an_interrupt_ends_it_and_leaves_nothing_half_written(db):
    with StandIn(lambda n, body: Reply(good, wait=20)) as server:
        environment = {**os.environ}
        process = subprocess.Popen([skein, "build", "--db", db, "--extractor", "llm", "--endpoint", server.url, "--model",
                                    "stand-in", "a.txt"], cwd=home, env=environment, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True)
        until = time.monotonic() + 30
        while not server.requests and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        start = time.monotonic()
        _, err = process.communicate(timeout=30)
        check(process.returncode == 130, process.returncode, err)
        check(time.monotonic() - start < 5, "it did not wait for the answer")
        check("interrupted" in err, err)
    check(run("verify", "--db", db).returncode == 0)
    with StandIn(always(good)) as server:
        check(taken_and_dropped(build(server, db)) == (2, 0))


@test
def a_schema_of_a_domain_is_what_the_model_is_asked_for(db):
    (home / "x.rules").write_text("type Brewery : Organization { brewery }\nrelation BREWS(Brewery, Product)\n"
                                  "names Brewery { \"Sund Ales\" }\n")
    (home / "c.txt").write_text("Everyone at Sund Ales is proud of Old Harald, which it makes by hand.\n")
    quote = "Everyone at Sund Ales is proud of Old Harald, which it makes by hand."
    with StandIn(always(relations(relation("BREWS", "Sund Ales", "Brewery", "Old Harald", "Product", quote, "makes")))) as server:
        done = build(server, db, "c.txt", more=["--schema", "x.rules"])
        check(done.returncode == 0, done.stderr)
        check("BREWS (Brewery, Product)" in server.requests[0]["messages"][0]["content"])
        check(taken_and_dropped(done) == (1, 0), done.stdout)


for function in tests:
    try:
        function(str(home / function.__name__))
    except AssertionError:
        print(f"{function.__name__}:")
        raise
print(f"{len(tests)} tests of a language model beside the rules")
