// node openid_provider.cjs PORT PEOPLE MODULES
//
// A certified OpenID provider that knows PEOPLE, an object of claims by name. Whoever is asked for by `login_hint` is
// signed in without a question; "nobody" does not agree. It stands in for three services at once: two that speak OpenID
// Connect, and one that speaks OAuth 2.0 and has an API that answers as GitHub's does.
"use strict";

const { join } = require("node:path");
const { pathToFileURL } = require("node:url");

const [port, known, modules] = process.argv.slice(2);
const people = JSON.parse(known);
const clients = ["google", "github", "microsoft"];

async function main() {
  const { Provider } = await import(pathToFileURL(join(modules, "oidc-provider/lib/index.js")));
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: clients.map((name) => ({
      client_id: `shop-at-${name}`,
      client_secret: "between-us",
      redirect_uris: [`http://127.0.0.1/account/sign-in/${name}/callback`],
    })),
    claims: { openid: ["sub", "tid", "xms_edov"], email: ["email", "email_verified"], profile: ["name"] },
    scopes: ["openid", "email", "profile", "read:user", "user:email"],
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: false } },
    routes: { authorization: "/login/oauth/authorize", token: "/login/oauth/access_token" },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, name) => ({ accountId: name, claims: () => ({ ...people[name], sub: `sub-${name}` }) }),
  });
  // The shop's port is any that was free.
  provider.Client.prototype.redirectUriAllowed = function (address) {
    const { protocol, hostname, pathname, search, hash } = new URL(address);
    return this.redirectUris.includes(`${protocol}//${hostname}${pathname}${search}${hash}`);
  };
  provider.use(async (ctx, next) => {
    if (ctx.path.startsWith("/interaction/")) return decide(provider, ctx);
    if (ctx.path === "/user" || ctx.path === "/user/emails") return api(provider, ctx);
    return next();
  });
  provider.listen(Number(port), "127.0.0.1");
}

async function decide(provider, ctx) {
  const { params } = await provider.interactionDetails(ctx.req, ctx.res);
  const name = params.login_hint;
  ctx.respond = false;
  if (!people[name]) return provider.interactionFinished(ctx.req, ctx.res, { error: "access_denied" });
  const grant = new provider.Grant({ accountId: name, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  const result = { login: { accountId: name }, consent: { grantId: await grant.save() } };
  return provider.interactionFinished(ctx.req, ctx.res, result);
}

async function api(provider, ctx) {
  const [, token] = /^Bearer (.+)$/.exec(ctx.get("authorization")) ?? [];
  const found = token && (await provider.AccessToken.find(token));
  if (!found || !ctx.get("user-agent")) return ctx.throw(found ? 403 : 401);
  const person = people[found.accountId];
  const id = Object.keys(people).indexOf(found.accountId) + 1;
  ctx.body =
    ctx.path === "/user"
      ? { id, login: found.accountId, name: person.name ?? null, email: null }
      : [
          { email: `${found.accountId}@users.noreply.example`, primary: false, verified: true },
          { email: person.email, primary: true, verified: person.email_verified === true },
        ];
}

main();
