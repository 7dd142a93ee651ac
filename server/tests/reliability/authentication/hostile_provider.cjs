// node hostile_provider.cjs PORT
//
// A stand-in for an OpenID provider that has turned against the shop, or that somebody has put themselves in front of. It is
// made for its tokens alone: nobody signs in here. A code says which token it is worth: base64url of
// { attack, nonce, challenge }. What it was asked is told at /asked.
"use strict";

const { createHash, createHmac, generateKeyPairSync, sign } = require("node:crypto");
const { createServer } = require("node:http");

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;
const [own, stranger] = [0, 1].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
const client = "shop-at-google";
const asked = { tokens: 0, withoutProof: 0, wrongProof: 0 };
const spent = new Set();

const encode = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const jwk = { ...own.publicKey.export({ format: "jwk" }), kid: "own", use: "sig", alg: "RS256" };

function token(attack, nonce) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", kid: "own", typ: "JWT" };
  const claims = {
    iss: issuer, aud: client, sub: "mallory", iat: now, exp: now + 300, nonce, email: "customer@example.com", email_verified: true, name: "Mallory",
  };
  let key = own.privateKey;
  let seal = (text) => sign("RSA-SHA256", Buffer.from(text), key).toString("base64url");
  const changes = {
    "another issuer": () => (claims.iss = "https://evil.example"),
    "issuer with a path": () => (claims.iss = `${issuer}/evil`),
    "another audience": () => (claims.aud = "somebody-else"),
    "audience among others": () => (claims.aud = ["somebody-else", "and-another"]),
    "no audience": () => delete claims.aud,
    "ended": () => Object.assign(claims, { iat: now - 7_200, exp: now - 3_600 }),
    "no end": () => delete claims.exp,
    "another nonce": () => (claims.nonce = "made-up"),
    "no nonce": () => delete claims.nonce,
    "an empty nonce": () => (claims.nonce = ""),
    "no subject": () => delete claims.sub,
    "alg none": () => { header.alg = "none"; seal = () => ""; },
    "alg None": () => { header.alg = "None"; seal = () => ""; },
    "no signature": () => (seal = () => ""),
    "sealed with the public key": () => {
      header.alg = "HS256";
      const known = own.publicKey.export({ type: "spki", format: "pem" });
      seal = (text) => createHmac("sha256", known).update(text).digest("base64url");
    },
    "another key": () => (key = stranger.privateKey),
    "an unknown kid": () => { header.kid = "unknown"; key = stranger.privateKey; },
    "a key of its own in the header": () => {
      header.jwk = stranger.publicKey.export({ format: "jwk" });
      delete header.kid;
      key = stranger.privateKey;
    },
    "a key from elsewhere": () => { header.jku = "https://evil.example/keys"; header.kid = "evil"; key = stranger.privateKey; },
    "changed afterwards": () => {},
    "email not confirmed": () => (claims.email_verified = false),
    "email confirmed, as text": () => (claims.email_verified = "false"),
  };
  changes[attack]?.();
  const signed = `${encode(header)}.${encode(claims)}`;
  const sealed = seal(signed);
  if (attack === "changed afterwards") return `${encode(header)}.${encode({ ...claims, sub: "somebody else" })}.${sealed}`;
  return `${signed}.${sealed}`;
}

function redeem(form) {
  asked.tokens += 1;
  const code = form.get("code");
  const { attack, nonce, challenge } = JSON.parse(Buffer.from(code, "base64url").toString());
  const verifier = form.get("code_verifier");
  if (!verifier) asked.withoutProof += 1;
  else if (createHash("sha256").update(verifier).digest("base64url") !== challenge) {
    asked.wrongProof += 1;
    return { error: "invalid_grant" };
  }
  if (spent.has(code)) return { error: "invalid_grant" };
  spent.add(code);
  const answer = { access_token: "at", token_type: "Bearer", expires_in: 300, id_token: token(attack, nonce) };
  if (attack === "no token") delete answer.id_token;
  if (attack === "token of nonsense") answer.id_token = "a.b.c";
  return answer;
}

createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const { pathname } = new URL(request.url, issuer);
    const answer = (value, status = 200) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    if (pathname === "/.well-known/openid-configuration") {
      return answer({
        issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys`,
        response_types_supported: ["code"], subject_types_supported: ["public"], id_token_signing_alg_values_supported: ["RS256", "HS256", "none"],
      });
    }
    if (pathname === "/keys") return answer({ keys: [jwk] });
    if (pathname === "/asked") return answer(asked);
    if (pathname === "/token") {
      const said = redeem(new URLSearchParams(Buffer.concat(parts).toString()));
      return answer(said, said.error ? 400 : 200);
    }
    return answer({}, 404);
  });
}).listen(port, "127.0.0.1");
