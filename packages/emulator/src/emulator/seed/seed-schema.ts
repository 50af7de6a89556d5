import * as v from 'valibot'
import { displayName, permissionSlug, slug } from '../../engine/contract/slugs.ts'
import { email } from '../../engine/contract/values.ts'
import { DIRECTORY_TYPES } from '../../engine/domain/directories/directory-schema.ts'
import { FlagOwner } from '../../engine/domain/feature-flags/feature-flag-schema.ts'
import { SettingsSchema } from '../../engine/services/settings.ts'
import { CreateOrganizationBody } from '../../engine/web/api/organizations.ts'
import { CreateUserBody } from '../../engine/web/api/users.ts'

const policy = v.strictObject({
  sso_required: v.optional(v.boolean()),
  mfa_required: v.optional(v.boolean()),
  auth_methods: v.optional(
    v.strictObject({
      apple_oauth: v.optional(v.boolean()),
      github_oauth: v.optional(v.boolean()),
      google_oauth: v.optional(v.boolean()),
      magic_auth: v.optional(v.boolean()),
      microsoft_oauth: v.optional(v.boolean()),
      password: v.optional(v.boolean()),
    }),
  ),
})

const roles = v.array(
  v.strictObject({
    slug: v.string(),
    name: v.optional(v.string()),
    permissions: v.optional(v.array(v.string()), []),
  }),
)

/** Members, connections and invitations refer to users by email address, and to organizations by `name` or `id`. */
export const SeedSchema = v.strictObject({
  settings: v.optional(v.partial(v.strictObject(SettingsSchema.entries))),
  redirect_uris: v.optional(
    v.array(v.union([v.string(), v.strictObject({ uri: v.string(), default: v.boolean() })])),
  ),
  cors_origins: v.optional(v.array(v.string())),
  permissions: v.optional(
    v.array(
      v.strictObject({
        slug: permissionSlug,
        name: v.optional(displayName),
        description: v.optional(v.string()),
      }),
    ),
  ),
  roles: v.optional(roles),
  users: v.optional(
    v.array(
      v.strictObject({
        ...CreateUserBody.entries,
        id: v.optional(v.string()),
        /** Base32 secret of an authenticator app that is already enrolled. */
        totp_secret: v.optional(v.string()),
      }),
    ),
  ),
  organizations: v.optional(
    v.array(
      v.strictObject({
        ...CreateOrganizationBody.entries,
        id: v.optional(v.string()),
        policy: v.optional(policy),
        /** The features that the organization has paid for: a claim in access tokens. */
        entitlements: v.optional(v.array(v.string())),
        /** Roles of this organization only. Their slugs begin with `org-`. */
        roles: v.optional(roles, []),
        groups: v.optional(
          v.array(
            v.strictObject({
              name: displayName,
              description: v.optional(v.string()),
              /** By email address. */
              members: v.optional(v.array(email), []),
            }),
          ),
          [],
        ),
        /** Email addresses of its IT team. */
        it_contacts: v.optional(v.array(email), []),
        members: v.optional(
          v.array(
            v.strictObject({
              email,
              role: v.optional(v.string(), 'member'),
              status: v.optional(v.picklist(['active', 'inactive']), 'active'),
            }),
          ),
          [],
        ),
      }),
    ),
  ),
  connections: v.optional(
    v.array(
      v.strictObject({
        id: v.optional(v.string()),
        organization: v.string(),
        name: v.optional(v.string()),
        type: v.optional(v.string(), 'GenericOIDC'),
        domains: v.optional(v.array(v.string()), []),
        profiles: v.optional(
          v.array(
            v.strictObject({ email, first_name: v.optional(v.string()), last_name: v.optional(v.string()) }),
          ),
          [],
        ),
      }),
    ),
  ),
  directories: v.optional(
    v.array(
      v.strictObject({
        id: v.optional(v.string()),
        organization: v.string(),
        name: v.optional(v.string()),
        type: v.optional(v.picklist(DIRECTORY_TYPES), 'generic scim v2.0'),
        domain: v.optional(v.string()),
        users: v.optional(
          v.array(
            v.strictObject({
              idp_id: v.optional(v.string()),
              email,
              first_name: v.optional(v.string()),
              last_name: v.optional(v.string()),
              job_title: v.optional(v.string()),
              username: v.optional(v.string()),
              state: v.optional(v.picklist(['active', 'suspended', 'inactive']), 'active'),
              role_slug: v.optional(v.string()),
              raw_attributes: v.optional(v.record(v.string(), v.unknown())),
              custom_attributes: v.optional(v.record(v.string(), v.unknown())),
            }),
          ),
          [],
        ),
        groups: v.optional(
          v.array(
            v.strictObject({
              idp_id: v.optional(v.string()),
              name: v.string(),
              raw_attributes: v.optional(v.record(v.string(), v.unknown())),
              /** By email address. */
              users: v.optional(v.array(email), []),
            }),
          ),
          [],
        ),
      }),
    ),
  ),
  authorized_applications: v.optional(
    v.array(
      v.strictObject({
        user: email,
        organization: v.optional(v.string()),
        name: v.string(),
        description: v.optional(v.string()),
        scopes: v.optional(v.array(v.string()), []),
        oauth_resource: v.optional(v.string()),
      }),
    ),
  ),
  feature_flags: v.optional(
    v.array(
      v.strictObject({
        slug: slug,
        name: v.optional(displayName),
        description: v.optional(v.string()),
        owner: v.optional(FlagOwner),
        tags: v.optional(v.array(v.string())),
        enabled: v.optional(v.boolean()),
        default_value: v.optional(v.boolean()),
        /** Users by email address, organizations by name or id. */
        targets: v.optional(v.array(v.string()), []),
      }),
    ),
  ),
  invitations: v.optional(
    v.array(
      v.strictObject({
        email,
        organization: v.optional(v.string()),
        role_slug: v.optional(v.string()),
        expires_in_days: v.optional(v.number()),
      }),
    ),
  ),
})

export type ParsedSeed = v.InferOutput<typeof SeedSchema>
