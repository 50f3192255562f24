"""The check of a reply to hostile input."""

import httpx

_NO_HTTP = "Invalid HTTP request received."


def check(reply: httpx.Response) -> None:
    """Check that a reply is one for people: no 5xx, no trace, a problem where it is an error."""
    call = f"{reply.request.method} {reply.request.url}"
    assert reply.status_code < 500, (call, reply.text)
    assert "Traceback" not in reply.text, call
    if reply.status_code >= 400 and reply.request.method != "HEAD" and reply.content:
        if reply.text == _NO_HTTP:  # the server's own answer to bytes that are no request
            return
        assert reply.headers["content-type"] == "application/problem+json", (call, reply.text)
        problem = reply.json()
        assert problem["status"] == reply.status_code
        assert problem["detail"], call
        assert "/app/" not in problem["detail"]
