// node mail_server.cjs PORT JOURNAL ANSWERS
//
// Takes every mail and writes what happens into JOURNAL, a line of JSON each. ANSWERS is a list of [recipient, answer];
// an attempt to reach a recipient uses up the first of its answers:
//   "451 Later"        said to the recipient's address
//   "data 451 Later"   said after the mail's content
//   "lost"             the mail is taken, and the connection ends before that is said
"use strict";

const { appendFileSync } = require("node:fs");
const { SMTPServer } = require("smtp-server");

const [port, journal, planned] = process.argv.slice(2);
const answers = JSON.parse(planned);

const note = (entry) => appendFileSync(journal, JSON.stringify(entry) + "\n");

function refusal(answer) {
  const [, code, text] = /(\d{3}) (.*)/.exec(answer);
  return Object.assign(new Error(text), { responseCode: Number(code) });
}

const server = new SMTPServer({
  hideSTARTTLS: true,
  authOptional: true,
  allowInsecureAuth: true,
  disableReverseLookup: true,
  onAuth({ username, password }, session, done) {
    return password === "right" ? done(null, { user: username }) : done(refusal("535 5.7.8 Wrong password"));
  },
  onRcptTo({ address }, session, done) {
    note({ attempt: address });
    const next = answers.findIndex(([recipient]) => recipient === address);
    const answer = next < 0 ? "" : answers.splice(next, 1)[0][1];
    if (/^\d/.test(answer)) return done(refusal(answer));
    session.answer = answer;
    return done();
  },
  async onData(stream, session, done) {
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    if (session.answer.startsWith("data ")) return done(refusal(session.answer));
    note({ to: session.envelope.rcptTo[0].address, mail: Buffer.concat(chunks).toString() });
    if (session.answer !== "lost") return done();
    for (const connection of server.connections) if (connection.session === session) connection._socket.destroy();
  },
});
server.on("error", () => {}); // A connection that breaks is no reason to stop.
server.listen(Number(port), "127.0.0.1");
