import { StorageError } from './storage-error.ts'

/**
 * Applied in order, each once; the count is kept in the `documents` table. Never edit a released entry.
 * `(created_at, id)` indexes carry keyset paging: a page costs the same at row 10 and row 1,000,000.
 */
export const MIGRATIONS: readonly string[] = [
  `
  create table users (
    id text primary key, email text not null, email_key text not null unique, email_verified integer not null,
    first_name text, last_name text, name text, profile_picture_url text, external_id text unique,
    metadata text not null, locale text, password_hash text, last_sign_in_at bigint,
    created_at bigint not null, updated_at bigint not null);
  create index users_page on users (created_at, id);

  create table organizations (
    id text primary key, name text not null, domains text not null, metadata text not null, external_id text unique,
    allow_profiles_outside_organization integer not null, policy text not null,
    created_at bigint not null, updated_at bigint not null);
  create index organizations_page on organizations (created_at, id);

  create table memberships (
    id text primary key, user_id text not null references users (id) on delete cascade,
    organization_id text not null references organizations (id) on delete cascade,
    status text not null, roles text not null, created_at bigint not null, updated_at bigint not null,
    unique (user_id, organization_id));
  create index memberships_page on memberships (organization_id, created_at, id);

  create table invitations (
    id text primary key, email text not null, email_key text not null, state text not null,
    token_hash text not null unique, token_sealed text not null,
    organization_id text references organizations (id) on delete cascade,
    inviter_user_id text, accepted_user_id text, role_slug text, accepted_at bigint, revoked_at bigint,
    expires_at bigint not null, created_at bigint not null, updated_at bigint not null);
  create index invitations_page on invitations (created_at, id);
  create index invitations_email on invitations (email_key);

  create table sessions (
    id text primary key, user_id text not null references users (id) on delete cascade, organization_id text,
    ip_address text, user_agent text, auth_method text not null, authentication_method text not null,
    impersonator text, auth_time bigint not null, expires_at bigint not null, ended_at bigint,
    created_at bigint not null, updated_at bigint not null);
  create index sessions_page on sessions (user_id, created_at, id);

  create table refresh_tokens (
    hash text primary key, session_id text not null references sessions (id) on delete cascade,
    created_at bigint not null, used_at bigint, successor_sealed text);
  create index refresh_tokens_session on refresh_tokens (session_id);

  create table one_time_codes (
    id text primary key, kind text not null, user_id text not null references users (id) on delete cascade,
    email text not null, code_digest text not null, code_sealed text not null, attempts integer not null,
    expires_at bigint not null, used_at bigint, voided_at bigint, created_at bigint not null, updated_at bigint not null);
  create index one_time_codes_user on one_time_codes (user_id, kind, created_at, id);

  create table password_resets (
    id text primary key, user_id text not null references users (id) on delete cascade, email text not null,
    token_hash text not null unique, token_sealed text not null, url text not null,
    expires_at bigint not null, used_at bigint, created_at bigint not null);
  create index password_resets_user on password_resets (user_id);

  create table factors (
    id text primary key, user_id text not null references users (id) on delete cascade, type text not null,
    issuer text not null, label text not null, secret_sealed text not null, last_step bigint not null,
    created_at bigint not null, updated_at bigint not null);
  create index factors_page on factors (user_id, created_at, id);

  create table challenges (
    id text primary key, factor_id text not null references factors (id) on delete cascade,
    attempts integer not null, used_at bigint, expires_at bigint not null,
    created_at bigint not null, updated_at bigint not null);

  create table pending_tokens (
    hash text primary key, user_id text not null references users (id) on delete cascade, proof text not null,
    expires_at bigint not null, used_at bigint);

  create table authorization_codes (
    hash text primary key, redirect_uri text not null, code_challenge text, proof text not null,
    expires_at bigint not null, used_at bigint, session_id text);

  create table identities (
    provider text not null, idp_id text not null, user_id text not null references users (id) on delete cascade,
    created_at bigint not null, primary key (provider, idp_id));
  create index identities_user on identities (user_id);

  create table connections (
    id text primary key, organization_id text references organizations (id) on delete cascade, name text not null,
    type text not null, state text not null, domains text not null, profiles text not null,
    created_at bigint not null, updated_at bigint not null);

  create table redirect_uris (
    id text primary key, uri text not null unique, is_default integer not null,
    created_at bigint not null, updated_at bigint not null);
  create table cors_origins (
    id text primary key, origin text not null unique, created_at bigint not null, updated_at bigint not null);
  create table roles (slug text primary key, name text not null, permissions text not null, created_at bigint not null);

  create table device_codes (
    hash text primary key, user_code text not null unique, state text not null, proof text,
    interval_seconds integer not null, polled_at bigint, expires_at bigint not null);

  create table webhook_endpoints (
    id text primary key, url text not null unique, secret_sealed text not null, status text not null,
    events text not null, created_at bigint not null, updated_at bigint not null);

  create table webhook_deliveries (
    id text primary key, endpoint_id text not null references webhook_endpoints (id) on delete cascade,
    event_id text not null, state text not null, attempts integer not null, last_status integer,
    created_at bigint not null);
  create index webhook_deliveries_waiting on webhook_deliveries (state, endpoint_id, created_at, id);

  create table events (
    id text primary key, event text not null, data text not null, organization_id text, created_at bigint not null);
  create index events_page on events (created_at, id);

  create table hosted_flows (
    hash text primary key, request text not null, state text not null, expires_at bigint not null, used_at bigint);

  create table idempotency (
    key_hash text primary key, body_hash text not null, status integer not null, answer_sealed text not null,
    created_at bigint not null);

  create table signing_keys (
    kid text primary key, private_pem text not null, created_at bigint not null, retired_at bigint);
  `,
  `
  create table mails (id text primary key, content text not null, created_at bigint not null);
  create index mails_page on mails (created_at, id);

  alter table factors add column confirmed_at bigint;
  update factors set confirmed_at = updated_at where last_step >= 0;
  `,
  `
  create table limits (subject text primary key, bursts text not null, expires_at bigint not null);
  `,
  `
  create table snapshots (name text primary key, content text not null, bytes bigint not null, saved_at bigint not null);
  create table requests (id text primary key, content text not null, recorded_at bigint not null);
  create index requests_page on requests (recorded_at, id);
  `,
  `
  alter table mails add column sequence bigint not null default 0;
  update mails set sequence = created_at;
  drop index mails_page;
  create index mails_sequence on mails (sequence, id);
  create table environments (
    client_id text primary key, api_key text not null unique, name text not null, created_at bigint not null);
  `,
]

/** An older program would not keep the rules of what a newer one has written. */
export function requireKnownVersion(version: number, place: string): void {
  if (version <= MIGRATIONS.length) return
  throw new StorageError(
    `${place} was written by a newer version of the emulator. Update it: npm install @latchkey/emulator`,
  )
}

/** The statement that notes how many of them are applied. */
export function noteVersion(version: number): string {
  return `insert into documents values ('schema', '${version}')
    on conflict (name) do update set content = excluded.content`
}
