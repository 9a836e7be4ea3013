// Where azen's answers are meant to differ from the published plugin's, and why. A row is
// [step, field, the plugin's, azen's]; * stands for anything.
import { absent, anything } from "./comparison.mjs";

const validation = '"VALIDATION_ERROR"';

export const intended = [
  {
    why: "A key is an organization's, not a user's: that is what it refers to, and it says whose it is.",
    rows: [
      ["* key*", "body.*referenceId", "the id of ann", "the id of acme"],
      ["* key*", "body.*referenceId", "the id of bob", "the id of bobs"],
      ["* key*", "body.*organizationId", absent, "the id of acme"],
      ["* key*", "body.*organizationId", absent, "the id of bobs"],
      ["* key*", "body.*userId", absent, "the id of ann"],
      ["* key*", "body.*userId", absent, "the id of bob"],
    ],
  },
  {
    why: "A key that is dead keeps its record, which says what state it is in.",
    rows: [
      ["* key*", "body.*status", absent, '"active"'],
      ["update key: disabled", "body.status", absent, '"disabled"'],
      ["* key*", "body.*revokedAt", absent, "null"],
    ],
  },
  {
    why: "Metadata is an object: a list is none, and members cannot be added to it.",
    rows: [
      ["create key: metadata a list", "status", "200", "400"],
      ["create key: metadata a list", "body.code", absent, '"INVALID_METADATA_TYPE"'],
      ["create key: metadata a list", "body.message", absent, anything],
    ],
  },
  {
    why: "Of permissions that are none the message says what they should be as a whole.",
    rows: [["create key: permissions of a wrong type", "body.message", anything, anything]],
  },
  {
    why: "Who is not signed in hears that, in one form, and nothing about the body.",
    rows: [
      ["* key: nobody", "body.code", '"UNAUTHORIZED_SESSION"', '"UNAUTHORIZED"'],
      ["* key: nobody", "body.message", '"Unauthorized or invalid session"', '"Unauthorized"'],
      ["create key: nobody, wrong", "status", "400", "401"],
      ["create key: nobody, wrong", "body.code", validation, '"UNAUTHORIZED"'],
      ["create key: nobody, wrong", "body.message", anything, '"Unauthorized"'],
    ],
  },
  {
    why: "A 401 says by what one would be let in, as RFC 9110 wants it (section 15.5.2).",
    rows: [["*", "header www-authenticate", absent, anything]],
  },
  {
    why: "An error always has a body that names it.",
    rows: [
      ["organization create: nobody", "body", "nothing", absent],
      ["organization create: nobody", "body.code", absent, '"UNAUTHORIZED"'],
      ["organization create: nobody", "body.message", absent, '"Unauthorized"'],
      ["no such route", "body", "nothing", absent],
      ["no such route", "body.*", absent, anything],
      ["no such route", "header content-type", absent, "application/json"],
    ],
  },
  {
    why: "Whoever administers keys from afar may ask whether one would be accepted.",
    rows: [["verify key over HTTP", "status", "404", "200"]],
  },
  {
    why: "Another method than the path has is told from a path that there is not.",
    rows: [
      ["create key: by GET", "status", "404", "405"],
      ["create key: by GET", "body.code", absent, "405"],
      ["create key: by GET", "body.message", absent, '"Method not allowed"'],
    ],
  },
  {
    why: "A direction without a field is that of creation, instead of none.",
    rows: [["list keys: down", "body.apiKeys*", anything, anything]],
  },
  {
    why: "A field that keys do not have is the client's error, not the server's.",
    rows: [
      ["list keys: by something", "status", "500", "400"],
      ["list keys: by something", "body.code", absent, validation],
      ["list keys: by something", "body.message", absent, anything],
    ],
  },
  {
    why: "A page can send a form without a script, and to any site: nobody signs in by one.",
    rows: [
      ["sign in: a form", "status", "401", "415"],
      ["sign in: a form", "body.code", anything, '"UNSUPPORTED_MEDIA_TYPE"'],
      ["sign in: *", "body.message", anything, '"Content-Type is not allowed. Allowed types: application/json"'],
    ],
  },
  {
    why: "That a session is not to be remembered is kept with the session, not in a second cookie.",
    rows: [
      ["sign in: not remembered", "cookie better-auth.dont_remember*", anything, absent],
      ["* out*", "cookie better-auth.dont_remember*", anything, absent],
    ],
  },
  {
    why: "There is no cookie that holds a copy of the session, so there is none to take back.",
    rows: [["* out*", "cookie better-auth.session_data*", anything, absent]],
  },
  {
    why: "A cookie that is no good is passed over, as a request may have a key besides.",
    rows: [
      ["session: *", "cookie better-auth.session_token*", anything, absent],
      ["list keys: signed out", "cookie better-auth.session_token*", anything, absent],
    ],
  },
  {
    why: "The address of a client that comes without a proxy is known: it is the connection's.",
    rows: [["session*", "body.session.ipAddress", '""', '"127.0.0.1"']],
  },
  {
    why: "Every field of an organization is always there.",
    rows: [["organization create*", "body.metadata", absent, "null"]],
  },
  {
    why: "Organizations are named at the command line, so no two have one name.",
    rows: [
      ["organization create: same name", "status", "200", "400"],
      ["organization create: same name", "body.code", absent, '"ORGANIZATION_ALREADY_EXISTS"'],
      ["organization create: same name", "body.message", absent, '"Organization already exists"'],
    ],
  },
  {
    why: "Of an organization that one is no member of, one does not hear that it is there.",
    rows: [
      ["set active: bob's slug", "status", "403", "400"],
      ["set active: bob's slug", "body.code", anything, '"ORGANIZATION_NOT_FOUND"'],
      ["set active: bob's slug", "body.message", anything, '"Organization not found"'],
    ],
  },
];
