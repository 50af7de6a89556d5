import { StorageError } from './storage-error.ts'

/** The statements of one step, in two dialects where the databases differ. */
type Migration = string | { sqlite: string; postgres: string }

/**
 * Applied in order, each once; their count is stored in the `documents` table. Never edit a released entry. The
 * `(created_at, id)` indexes are for keyset paging: a page costs the same at row 10 and row 1,000,000.
 */
const MIGRATIONS: readonly Migration[] = [
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
  `
  create table permissions (
    id text primary key, slug text not null unique, name text not null, description text, system integer not null,
    resource_type_slug text not null, created_at bigint not null, updated_at bigint not null);
  create index permissions_page on permissions (created_at, id);

  create table defined_roles (
    id text primary key, slug text not null, organization_id text references organizations (id) on delete cascade,
    name text not null, description text, resource_type_slug text not null, permissions text not null,
    created_at bigint not null, updated_at bigint not null);
  insert into defined_roles
    select 'role_' || slug, slug, null, name, null, 'organization', permissions, created_at, created_at from roles;
  drop table roles;
  alter table defined_roles rename to roles;
  create unique index roles_of_environment on roles (slug) where organization_id is null;
  create unique index roles_of_organization on roles (organization_id, slug);

  create table api_keys (
    id text primary key, organization_id text not null references organizations (id) on delete cascade,
    user_id text references users (id) on delete cascade, name text not null, value_hash text not null unique,
    obfuscated_value text not null, permissions text not null, last_used_at bigint, expires_at bigint,
    created_at bigint not null, updated_at bigint not null);
  create index api_keys_organization on api_keys (organization_id, created_at, id);
  create index api_keys_user on api_keys (user_id, created_at, id);

  alter table organizations add column stripe_customer_id text;
  alter table organizations add column entitlements text not null default '[]';
  alter table organizations add column audit_log_days integer;
  create unique index organizations_stripe on organizations (stripe_customer_id);

  create table organization_domains (
    id text primary key, organization_id text not null references organizations (id) on delete cascade,
    domain text not null, is_verified integer not null);
  create index organization_domains_domain on organization_domains (domain);
  create index organization_domains_organization on organization_domains (organization_id);
  create table txt_records (name text not null, value text not null, primary key (name, value));

  create table feature_flags (
    id text primary key, slug text not null unique, name text not null, description text, owner text,
    tags text not null, enabled integer not null, default_value integer not null,
    created_at bigint not null, updated_at bigint not null);
  create index feature_flags_page on feature_flags (created_at, id);
  create table feature_flag_targets (
    flag_id text not null references feature_flags (id) on delete cascade, resource_id text not null,
    primary key (flag_id, resource_id));
  create index feature_flag_targets_resource on feature_flag_targets (resource_id);

  create table member_groups (
    id text primary key, organization_id text not null references organizations (id) on delete cascade,
    name text not null, description text, created_at bigint not null, updated_at bigint not null);
  create index groups_page on member_groups (organization_id, created_at, id);
  create table member_group_memberships (
    group_id text not null references member_groups (id) on delete cascade,
    membership_id text not null references memberships (id) on delete cascade, primary key (group_id, membership_id));
  create index member_group_memberships_membership on member_group_memberships (membership_id);

  create index connections_page on connections (created_at, id);
  create index connections_organization on connections (organization_id);

  create table directories (
    id text primary key, organization_id text not null references organizations (id) on delete cascade,
    external_key text not null, type text not null, state text not null, name text not null, domain text,
    created_at bigint not null, updated_at bigint not null);
  create index directories_page on directories (created_at, id);
  create table directory_groups (
    id text primary key, directory_id text not null references directories (id) on delete cascade,
    organization_id text not null, idp_id text not null, name text not null, raw_attributes text not null,
    created_at bigint not null, updated_at bigint not null, unique (directory_id, idp_id));
  create index directory_groups_page on directory_groups (created_at, id);
  create table directory_users (
    id text primary key, directory_id text not null references directories (id) on delete cascade,
    organization_id text not null, idp_id text not null, email text, email_key text, first_name text, last_name text,
    job_title text, username text, state text not null, role_slug text, raw_attributes text not null,
    custom_attributes text not null, created_at bigint not null, updated_at bigint not null,
    unique (directory_id, idp_id));
  create index directory_users_page on directory_users (created_at, id);
  create table directory_group_users (
    group_id text not null references directory_groups (id) on delete cascade,
    user_id text not null references directory_users (id) on delete cascade, primary key (group_id, user_id));
  create index directory_group_users_user on directory_group_users (user_id);

  create table radar_attempts (
    id text primary key, subject text not null, verdict text not null, challenge_status text, attempt_status text,
    created_at bigint not null, updated_at bigint not null);
  create table radar_entries (
    type text not null, action text not null, entry text not null, primary key (type, action, entry));

  create table audit_log_actions (
    id text primary key, name text not null unique, version integer not null,
    created_at bigint not null, updated_at bigint not null);
  create index audit_log_actions_page on audit_log_actions (created_at, id);
  create table audit_log_schemas (
    id text primary key, action text not null, version integer not null, content text not null,
    created_at bigint not null, unique (action, version));
  create table audit_log_events (
    id text primary key, organization_id text not null references organizations (id) on delete cascade,
    action text not null, occurred_at bigint not null, content text not null, created_at bigint not null);
  create index audit_log_events_time on audit_log_events (organization_id, occurred_at, id);
  create table audit_log_exports (
    id text primary key, organization_id text not null references organizations (id) on delete cascade,
    filter text not null, expires_at bigint not null, created_at bigint not null, updated_at bigint not null);

  create table authorized_applications (
    id text primary key, user_id text not null references users (id) on delete cascade,
    organization_id text references organizations (id) on delete cascade, application_id text not null,
    application text not null, granted_scopes text not null, oauth_resource text, created_at bigint not null,
    unique (user_id, application_id));
  create index authorized_applications_organization on authorized_applications (organization_id, created_at, id);

  create table portal_links (
    hash text primary key, organization_id text not null references organizations (id) on delete cascade,
    intent text not null, return_url text, success_url text, expires_at bigint not null);
  `,
  {
    sqlite: `
    insert into organization_domains
      select json_extract(value, '$.id'), organizations.id, json_extract(value, '$.domain'),
        json_extract(value, '$.state') in ('verified', 'legacy_verified')
      from organizations, json_each(organizations.domains);
    update organization_domains set is_verified = 0 where is_verified = 1 and exists (
      select 1 from organization_domains as earlier where earlier.domain = organization_domains.domain
        and earlier.is_verified = 1 and earlier.id < organization_domains.id);
    create unique index organization_domains_owner on organization_domains (domain) where is_verified = 1;

    create table all_factors (
      id text primary key, user_id text references users (id) on delete cascade, type text not null,
      issuer text not null, label text not null, secret_sealed text not null, last_step bigint not null,
      created_at bigint not null, updated_at bigint not null, confirmed_at bigint, phone_number text);
    insert into all_factors select *, null from factors;
    delete from challenges;
    drop table factors;
    alter table all_factors rename to factors;
    create index factors_page on factors (user_id, created_at, id);
    alter table challenges add column code_digest text;
    `,
    postgres: `
    insert into organization_domains
      select value ->> 'id', organizations.id, value ->> 'domain',
        (value ->> 'state' in ('verified', 'legacy_verified'))::int
      from organizations, json_array_elements(organizations.domains::json) as value;
    update organization_domains set is_verified = 0 where is_verified = 1 and exists (
      select 1 from organization_domains as earlier where earlier.domain = organization_domains.domain
        and earlier.is_verified = 1 and earlier.id < organization_domains.id);
    create unique index organization_domains_owner on organization_domains (domain) where is_verified = 1;
    alter table factors alter column user_id drop not null;
    alter table factors add column phone_number text;
    alter table challenges add column code_digest text;
    `,
  },
  `
  create table hosted_browsers (
    hash text primary key, user_id text not null references users (id) on delete cascade, proof text not null,
    signed_in_at bigint not null, expires_at bigint not null);
  create index hosted_browsers_user on hosted_browsers (user_id);
  alter table sessions add column browser_hash text;
  `,
  `
  create table it_contacts (
    id text primary key, organization_id text not null references organizations (id) on delete cascade,
    email text not null, email_key text not null, created_at bigint not null, updated_at bigint not null,
    unique (organization_id, email_key));
  `,
  `create index events_named on events (event, created_at, id);`,
]

/** The number of steps. */
export const SCHEMA_VERSION = MIGRATIONS.length

/** The steps that a database at this version still needs, in its dialect. */
export function migrationsSince(version: number, dialect: 'sqlite' | 'postgres'): string[] {
  return MIGRATIONS.slice(version).map((step) => (typeof step === 'string' ? step : step[dialect]))
}

/** An older program could violate the rules of data that a newer one has written. */
export function requireKnownVersion(version: number, place: string): void {
  if (version <= SCHEMA_VERSION) return
  throw new StorageError(
    `${place} was written by a newer version of the emulator. Update it: npm install @latchkey/emulator`,
  )
}

/** The statement that records how many steps have been applied. */
export function noteVersion(version: number): string {
  return `insert into documents values ('schema', '${version}')
    on conflict (name) do update set content = excluded.content`
}
