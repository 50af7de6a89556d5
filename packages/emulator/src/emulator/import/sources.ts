import {
  type ConvertedUser,
  type ExportRow,
  type ExportSource,
  isTrue,
  metadataOf,
  namesOfGiven,
  objectOf,
  type SkippedRow,
  textOf,
  type UserFields,
} from './export-row.ts'
import { firebaseHash, passwordIn } from './password-hash.ts'

/** The supported systems, by their value for `--from`. */
export const SOURCES: Record<string, ExportSource> = {
  clerk: { convert: fromClerk },
  auth0: { convert: fromAuth0 },
  firebase: {
    // `firebase auth:export users.csv` writes no header row: https://firebase.google.com/docs/cli/auth
    columns: [
      ...['localId', 'email', 'emailVerified', 'passwordHash', 'salt', 'displayName', 'photoUrl'],
      ...[
        'googleId',
        'googleEmail',
        'googleName',
        'googlePhoto',
        'facebookId',
        'facebookEmail',
        'facebookName',
      ],
      ...[
        'facebookPhoto',
        'twitterId',
        'twitterEmail',
        'twitterName',
        'twitterPhoto',
        'githubId',
        'githubEmail',
      ],
      ...[
        'githubName',
        'githubPhoto',
        'createdAt',
        'lastSignedInAt',
        'phoneNumber',
        'disabled',
        'customAttributes',
      ],
    ],
    convert: fromFirebase,
  },
  supabase: { convert: fromSupabase },
  'better-auth': { convert: fromBetterAuth },
  workos: { convert: fromWorkos },
}

const NO_EMAIL = { skipped: 'no email address' }

/** Dashboard, Settings, User exports: https://clerk.com/docs/deployments/exporting-users */
function fromClerk(row: ExportRow): ConvertedUser | SkippedRow {
  const verified = (textOf(row, 'verified_email_addresses') ?? '').split(/[|,;\s]+/)
  const email = textOf(row, 'primary_email_address') ?? verified[0]
  if (email === undefined || email === '') return NO_EMAIL
  const { hash, leftOut } = passwordIn(row, 'password_digest', textOf(row, 'password_hasher'))
  const totpSecret = textOf(row, 'totp_secret')
  const others = verified.filter((one) => one !== '' && one !== email)
  return {
    fields: {
      ...named(row, 'id', email, verified.includes(email)),
      ...names(textOf(row, 'first_name'), textOf(row, 'last_name')),
      ...hash,
    },
    ...(totpSecret !== undefined && { totpSecret }),
    leftOut: [
      ...leftOut,
      ...(others.length > 0 ? ['other email addresses'] : []),
      ...namesOfGiven(row, {
        unverified_email_addresses: 'other email addresses',
        username: 'username',
        primary_phone_number: 'phone number',
        verified_phone_numbers: 'phone number',
        unverified_phone_numbers: 'phone number',
      }),
    ],
  }
}

/** The user export job, and the export of password hashes, which is available from Auth0's support. */
function fromAuth0(row: ExportRow): ConvertedUser | SkippedRow {
  const email = textOf(row, 'email', 'Email')
  if (email === undefined) return NO_EMAIL
  if (isTrue(row, 'blocked')) return { skipped: 'blocked' }
  const id = textOf(row, 'user_id', 'Id') ?? textOf(objectOf(row, '_id'), '$oid')
  const { hash, leftOut } = passwordIn(row, row.passwordHash === undefined ? 'password_hash' : 'passwordHash')
  const data = metadataOf(objectOf(row, 'user_metadata'))
  const [first, last] = [textOf(row, 'given_name', 'Given Name'), textOf(row, 'family_name', 'Family Name')]
  const name = textOf(row, 'name', 'Name')
  return {
    fields: {
      ...named({ id: id?.includes('|') || id === undefined ? id : `auth0|${id}` }, 'id', email, false),
      email_verified: isTrue(row, 'email_verified', 'Email Verified'),
      ...names(first, last, name === email ? undefined : name),
      ...(data !== undefined && { metadata: data }),
      ...hash,
    },
    leftOut: [
      ...leftOut,
      ...(data === undefined ? ['metadata'] : []),
      ...namesOfGiven(row, {
        app_metadata: 'app metadata',
        username: 'username',
        phone_number: 'phone number',
        picture: 'picture',
        multifactor: 'second factors',
      }),
    ],
  }
}

/** `firebase auth:export`, as JSON or CSV. */
function fromFirebase(
  row: ExportRow,
  { hashConfig }: Parameters<ExportSource['convert']>[1],
): ConvertedUser | SkippedRow {
  const email = textOf(row, 'email')
  if (email === undefined) return NO_EMAIL
  if (isTrue(row, 'disabled')) return { skipped: 'disabled' }
  const [hash, salt] = [textOf(row, 'passwordHash'), textOf(row, 'salt')]
  const canSignIn = hash !== undefined && hashConfig !== undefined
  const claims = metadataOf(objectOf(row, 'customAttributes'))
  return {
    fields: {
      ...named(row, 'localId', email, isTrue(row, 'emailVerified')),
      ...names(undefined, undefined, textOf(row, 'displayName')),
      ...(canSignIn && firebaseHash(hash, salt ?? '', hashConfig)),
      ...(claims !== undefined && { metadata: claims }),
    },
    leftOut: [
      ...(hash !== undefined && !canSignIn ? ['password (needs --hash-config)'] : []),
      ...(claims === undefined ? ['custom claims'] : []),
      ...namesOfGiven(row, { phoneNumber: 'phone number', photoUrl: 'picture', mfaInfo: 'second factors' }),
    ],
  }
}

/** `select * from auth.users`, as CSV or JSON. */
function fromSupabase(row: ExportRow): ConvertedUser | SkippedRow {
  const email = textOf(row, 'email')
  if (isTrue(row, 'is_anonymous')) return { skipped: 'anonymous' }
  if (email === undefined) return NO_EMAIL
  if (textOf(row, 'deleted_at') !== undefined) return { skipped: 'deleted' }
  if (textOf(row, 'banned_until') !== undefined) return { skipped: 'banned' }
  const { hash, leftOut } = passwordIn(row, 'encrypted_password')
  const data = objectOf(row, 'raw_user_meta_data')
  const {
    email: _email,
    email_verified,
    phone_verified,
    sub,
    full_name,
    name,
    avatar_url,
    picture,
    iss,
    ...rest
  } = data
  const metadata = metadataOf(rest)
  return {
    fields: {
      ...named(row, 'id', email, textOf(row, 'email_confirmed_at', 'confirmed_at') !== undefined),
      ...names(
        textOf(data, 'first_name'),
        textOf(data, 'last_name'),
        textOf({ full_name, name }, 'full_name', 'name'),
      ),
      ...(metadata !== undefined && { metadata }),
      ...hash,
    },
    leftOut: [
      ...leftOut,
      ...(metadata === undefined ? ['metadata'] : []),
      ...namesOfGiven(
        { ...row, avatar_url, picture },
        { phone: 'phone number', avatar_url: 'picture', picture: 'picture' },
      ),
    ],
  }
}

/** The tables `user` and `account`, as one JSON object or joined. The password is in the `credential` account. */
function fromBetterAuth(row: ExportRow): ConvertedUser | SkippedRow {
  const email = textOf(row, 'email')
  if (email === undefined) return NO_EMAIL
  if (isTrue(row, 'banned')) return { skipped: 'banned' }
  if (isTrue(row, 'isAnonymous', 'is_anonymous')) return { skipped: 'anonymous' }
  const { hash, leftOut } = passwordIn(row, 'password')
  return {
    fields: {
      ...named(row, 'id', email, isTrue(row, 'emailVerified', 'email_verified')),
      ...names(undefined, undefined, textOf(row, 'name')),
      ...hash,
    },
    leftOut: [
      ...leftOut,
      ...namesOfGiven(row, {
        image: 'picture',
        username: 'username',
        phoneNumber: 'phone number',
        phone_number: 'phone number',
        twoFactorEnabled: 'second factors',
        two_factor_enabled: 'second factors',
        role: 'role',
      }),
    ],
  }
}

/** The list from `GET /user_management/users` of another environment. It contains no passwords. */
function fromWorkos(row: ExportRow): ConvertedUser | SkippedRow {
  const email = textOf(row, 'email')
  if (email === undefined) return NO_EMAIL
  const metadata = metadataOf(objectOf(row, 'metadata'))
  return {
    fields: {
      ...named(
        { id: textOf(row, 'external_id') ?? textOf(row, 'id') },
        'id',
        email,
        isTrue(row, 'email_verified'),
      ),
      ...names(textOf(row, 'first_name'), textOf(row, 'last_name'), textOf(row, 'name')),
      ...(metadata !== undefined && { metadata }),
    },
    leftOut: [
      ...(metadata === undefined ? ['metadata'] : []),
      ...namesOfGiven(row, { profile_picture_url: 'picture' }),
    ],
  }
}

function named(row: ExportRow, column: string, email: string, isVerified: boolean): UserFields {
  const id = textOf(row, column)
  return { email, email_verified: isVerified, ...(id !== undefined && { external_id: id }) }
}

/** Uses the full name only if there is neither a first nor a last name. */
function names(first: string | undefined, last: string | undefined, whole?: string): Partial<UserFields> {
  if (first === undefined && last === undefined) return whole === undefined ? {} : { name: whole }
  return { ...(first !== undefined && { first_name: first }), ...(last !== undefined && { last_name: last }) }
}
