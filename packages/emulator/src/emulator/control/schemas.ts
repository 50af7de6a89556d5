import * as v from 'valibot'

const headerName = v.pipe(v.string(), v.regex(/^[!#$%&'*+.^`|~\w-]+$/, 'This is not a name of a header.'))
const headerValue = v.pipe(
  v.string(),
  v.regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'A header cannot contain line breaks or characters beyond Latin-1.'),
)

export const FaultBody = v.strictObject({
  method: v.optional(v.string()),
  path: v.optional(v.string()),
  operation: v.optional(v.string()),
  probability: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1))),
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  after: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  delay_ms: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(60_000))),
  respond: v.optional(
    v.strictObject({
      status: v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599)),
      body: v.optional(v.unknown()),
      headers: v.optional(v.record(headerName, headerValue)),
    }),
  ),
  malform: v.optional(v.picklist(['truncate', 'html', 'empty', 'wrong_type'])),
  connection: v.optional(v.picklist(['reset', 'hang'])),
})

export const ClockBody = v.strictObject({
  now: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  advance_seconds: v.optional(v.number()),
  frozen: v.optional(v.boolean()),
})

export const SnapshotBody = v.strictObject({
  /** The name to save the snapshot under; `restore: true` restores it. */
  name: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  restore: v.optional(v.boolean(), false),
})

export const ImpersonationBody = v.strictObject({
  user_id: v.string(),
  /** The email address of the support member. */
  email: v.string(),
  reason: v.optional(v.nullable(v.string()), null),
})

export const RotateBody = v.strictObject({ drop_old: v.optional(v.boolean(), false) })

/** The new TXT records of a name. They replace the existing ones. */
export const DnsBody = v.strictObject({ name: v.string(), txt: v.array(v.string()) })

export const ReplayBody = v.strictObject({ delivery_id: v.string() })

export const EnvironmentBody = v.object({
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(64))),
  /** Validated when it is applied. */
  seed: v.optional(v.unknown()),
})
