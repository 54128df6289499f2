"""A stand-in for a server of language models: it answers /v1/chat/completions from a table, and misbehaves on demand.

Each test gives a function from (number of the request, parsed body) to a Reply. Requests are kept for the test to look at.
"""
import http.server
import json
import threading
import time


class Reply:
    def __init__(self, content=None, *, status=200, headers=None, raw=None, wait=0, hang_up=False, promise=None):
        self.status, self.headers, self.wait, self.hang_up = status, headers or {}, wait, hang_up
        self.promise = promise  # a Content-Length that is not kept
        if raw is None:
            raw = json.dumps({"choices": [{"message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
                              "usage": {"prompt_tokens": 100, "completion_tokens": 10}}).encode()
        self.raw = raw


def relations(*entries):
    return json.dumps({"relations": list(entries)})


def relation(name, subject, subject_type, object_, object_type, quote, words="", polarity="affirmed", modality="asserted"):
    return {"relation": name, "subject": subject, "subject_type": subject_type, "object": object_, "object_type": object_type,
            "quote": quote, "words": words, "polarity": polarity, "modality": modality}


class StandIn:
    def __init__(self, answer):
        self.answer, self.requests, self.paths, self.keys, self.lock = answer, [], [], [], threading.Lock()
        self.at_once = self.most_at_once = 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with outer.lock:
                    number = len(outer.requests)
                    outer.requests.append(body)
                    outer.paths.append(self.path)
                    outer.keys.append(self.headers.get("Authorization"))
                    outer.at_once += 1
                    outer.most_at_once = max(outer.most_at_once, outer.at_once)
                try:
                    reply = outer.answer(number, body)
                    time.sleep(reply.wait)
                    if reply.hang_up:
                        self.close_connection = True
                        self.connection.close()
                        return
                    self.send_response(reply.status)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(reply.promise or len(reply.raw)))
                    self.end_headers()
                    self.wfile.write(reply.raw)
                    if reply.promise:
                        self.close_connection = True
                except (BrokenPipeError, ConnectionResetError, ValueError, OSError):
                    self.close_connection = True  # the client did not wait
                finally:
                    with outer.lock:
                        outer.at_once -= 1

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
