"""A small SMTP server for tests: a real one on a real socket, that can misbehave in the ways real ones do."""

import socketserver
import threading
from email import message_from_bytes, policy


class SmtpServer(socketserver.ThreadingTCPServer):
    """Takes mail on a port of its own of the loopback interface.

    :ivar messages: what was accepted, as ``email.message.EmailMessage``
    :ivar recipients: envelope recipients of the accepted mails, in the same order
    :ivar sessions: how many clients connected
    :ivar behaviour: what is done with the next mails: ``accept``; ``refuse`` the recipient for good; ``defer`` it for
        now; ``drop`` the connection in the middle of the mail; ``lose`` the answer after taking the mail; ``hang``
        without an answer; ``reject`` the content for good
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self.messages = []
        self.recipients = []
        self.sessions = 0
        self.behaviour = "accept"
        self.released = threading.Event()
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    @property
    def port(self):
        return self.server_address[1]

    def stop(self):
        self.released.set()
        self.shutdown()
        self.server_close()
        self._thread.join()


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        server = self.server
        server.sessions += 1
        self.recipients = []
        self._say("220 test ready")
        while line := self.rfile.readline():
            command = line.decode("utf-8", "replace").strip()
            verb = command[:4].upper()
            if verb == "QUIT":
                self._say("221 bye")
                return
            if not self._answer(verb, command):
                return

    def _answer(self, verb, command):
        """Answer one command. False ends the session without a further word."""
        behaviour = self.server.behaviour
        if verb in ("EHLO", "HELO"):
            self._say("250 test")
        elif verb in ("MAIL", "RSET"):
            self.recipients = []
            self._say("250 ok")
        elif verb == "NOOP":
            self._say("250 ok")
        elif verb == "RCPT":
            self._answer_recipient(behaviour, command)
        elif verb == "DATA":
            return self._answer_data(behaviour)
        else:
            self._say("502 not here")
        return True

    def _answer_recipient(self, behaviour, command):
        if behaviour == "refuse":
            self._say("550 5.1.1 no such user")
        elif behaviour == "garble":
            self._say("550 5.1.1 no\0 such \x1buser\x07")
        elif behaviour == "defer":
            self._say("451 4.7.1 try again later")
        else:
            self.recipients.append(command.partition(":")[2].strip(" <>"))
            self._say("250 ok")

    def _answer_data(self, behaviour):
        if behaviour == "hang":
            self.server.released.wait()
            return False
        self._say("354 go ahead")
        lines = []
        while (line := self.rfile.readline()) and line != b".\r\n":
            if behaviour == "drop":
                return False
            lines.append(line.removeprefix(b"."))
        if behaviour == "reject":
            self._say("554 5.7.1 looks like spam")
            return True
        self.server.recipients.append(list(self.recipients))
        self.server.messages.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if behaviour == "lose":
            return False
        self._say("250 taken")
        return True

    def _say(self, text):
        self.wfile.write(f"{text}\r\n".encode())
        self.wfile.flush()
