import type { Client } from '../api/index.ts'
import type { Driver, SiteDriver } from './driver.ts'
import type { EmulatorControl } from './emulator-control.ts'

/** What a scenario works with. */
export interface ScenarioWorld {
  driver: Driver
  /** The browser of another user, or a second one of the same user. */
  otherDriver(): Promise<Driver>
  /** The API, to set the stage. */
  client: Client
  emulator: EmulatorControl
  /** An address nobody has used yet. */
  freshEmail(name: string): string
  /** Compares, with a message when it fails. */
  expect(actual: unknown, expected: unknown, what: string): void
}

/** What a scenario of a whole site works with. */
export interface SiteWorld extends ScenarioWorld {
  driver: SiteDriver
  /** A user signs in on another device and approves the code there, on the hosted page. */
  approveDevice(userCode: string, verificationUri: string, email: string, password: string): Promise<void>
}

/** One flow from the point of view of a user. */
export interface Scenario<World extends ScenarioWorld = ScenarioWorld> {
  id: string
  title: string
  run(world: World): Promise<void>
}

const PASSWORD = 'lantern-quartz-meadow-42'
const NEW_PASSWORD = 'copper-harbour-violet-77'

async function createPerson(world: ScenarioWorld, name: string, more: { emailVerified?: boolean } = {}) {
  const email = world.freshEmail(name)
  const user = await world.client.createUser({
    email,
    password: PASSWORD,
    firstName: name,
    emailVerified: true,
    ...more,
  })
  return { email, userId: user.id }
}

async function signIn({ driver }: ScenarioWorld, email: string, password = PASSWORD) {
  await driver.open('sign-in')
  await driver.act('password', { email, password })
}

async function expectSignedIn(world: ScenarioWorld, email: string, driver: Driver = world.driver) {
  world.expect(await driver.step(), 'complete', 'the step')
  world.expect(await driver.signedInAs(), email, 'who is signed in')
}

async function expectError(world: ScenarioWorld, code: string) {
  world.expect(await world.driver.errorCode(), code, 'the error')
  world.expect(await world.driver.signedInAs(), undefined, 'who is signed in')
}

async function joinOrganization(world: ScenarioWorld, userId: string, name: string, roleSlug = 'member') {
  const { id } = await world.client.createOrganization({ name })
  await world.client.createOrganizationMembership({ organizationId: id, userId, roleSlug })
  return id
}

/** Every flow, once. Names are unique, so several can run on one environment. */
export const scenarios: readonly Scenario[] = [
  {
    id: 'sign-up',
    title: 'signs up, verifies the email address with the code, and is signed in',
    async run(world) {
      const email = world.freshEmail('ada')
      await world.driver.open('sign-up')
      await world.driver.act('sign-up', { email, password: PASSWORD, firstName: 'Ada', lastName: 'Byron' })
      world.expect(await world.driver.step(), 'verify-email', 'the step')
      const { code } = await world.emulator.email(email, 'email_verification')
      await world.driver.act('verify-email', { code })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'sign-up-taken',
    title: 'signs up with an existing email address and sees the same page; the explanation is emailed',
    async run(world) {
      const { email } = await createPerson(world, 'taken')
      await world.emulator.clearEmails()
      await world.driver.open('sign-up')
      await world.driver.act('sign-up', { email, password: NEW_PASSWORD, firstName: 'Eve', lastName: '' })
      world.expect(await world.driver.step(), 'verify-email', 'the step')
      world.expect(await world.driver.errorCode(), undefined, 'the error')
      const { code } = await world.emulator.email(email, 'magic_auth')
      await world.driver.act('verify-email', { code })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'password',
    title: 'signs in with a password',
    async run(world) {
      const { email } = await createPerson(world, 'grace')
      await signIn(world, email)
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'wrong-password',
    title: 'is refused with a wrong password, then signs in',
    async run(world) {
      const { email } = await createPerson(world, 'joan')
      await signIn(world, email, 'not-the-password')
      await expectError(world, 'invalid_credentials')
      await world.driver.act('password', { email, password: PASSWORD })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'unverified',
    title: 'signs in with an unverified address, asks for another code, and verifies',
    async run(world) {
      const { email } = await createPerson(world, 'unverified', { emailVerified: false })
      await signIn(world, email)
      world.expect(await world.driver.step(), 'verify-email', 'the step')
      await world.emulator.email(email, 'email_verification')
      await world.emulator.clearEmails()
      await world.driver.act('resend')
      const { code } = await world.emulator.email(email, 'email_verification')
      await world.driver.act('verify-email', { code })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'code',
    title: 'signs in with an emailed code',
    async run(world) {
      const { email } = await createPerson(world, 'hedy')
      await world.driver.open('sign-in')
      await world.driver.act('send-code', { email })
      world.expect(await world.driver.step(), 'code', 'the step')
      const { code } = await world.emulator.email(email, 'magic_auth')
      await world.driver.act('code', { code })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'wrong-code',
    title: 'mistypes the code five times and needs a new one',
    async run(world) {
      const { email } = await createPerson(world, 'mary')
      await world.driver.open('sign-in')
      await world.driver.act('send-code', { email })
      const { code = '' } = await world.emulator.email(email, 'magic_auth')
      const wrong = code === '000000' ? '111111' : '000000'
      for (let attempt = 0; attempt < 5; attempt += 1) await world.driver.act('code', { code: wrong })
      await world.driver.act('code', { code })
      await expectError(world, 'one_time_code_too_many_attempts')
      await world.emulator.clearEmails()
      await world.driver.act('send-code', { email })
      const second = await world.emulator.email(email, 'magic_auth')
      await world.driver.act('code', { code: second.code })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'expired-code',
    title: 'enters an expired code and sees why',
    async run(world) {
      const { email } = await createPerson(world, 'rosa')
      await world.driver.open('sign-in')
      await world.driver.act('send-code', { email })
      const { code } = await world.emulator.email(email, 'magic_auth')
      await world.emulator.advanceClock(11 * 60)
      await world.driver.act('code', { code })
      const error = await world.driver.errorCode()
      // A server that shares the emulator's clock ends the whole attempt; one that does not, the code.
      world.expect(
        error === 'one_time_code_expired' || error === 'flow_not_found',
        true,
        `the error ${error}`,
      )
      world.expect(await world.driver.signedInAs(), undefined, 'who is signed in')
    },
  },
  {
    id: 'reset-password',
    title: 'forgets the password, chooses a new one with the emailed link, and is signed in',
    async run(world) {
      const { email } = await createPerson(world, 'karen')
      await world.driver.open('reset-password')
      await world.driver.act('forgot', { email })
      world.expect(await world.driver.step(), 'forgot-sent', 'the step')
      const { token } = await world.emulator.email(email, 'password_reset')
      await world.driver.open('reset-password', { token })
      await world.driver.act('reset', { token, newPassword: 'short' })
      world.expect(await world.driver.errorCode(), 'password_strength_error', 'the error')
      // The link is not asked for a second time.
      await world.driver.act('reset', { newPassword: NEW_PASSWORD })
      await expectSignedIn(world, email)
      await world.driver.signOut()
      await signIn(world, email, NEW_PASSWORD)
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'reset-unknown',
    title: 'asks for a reset of an unknown address and sees the same page',
    async run(world) {
      await world.driver.open('reset-password')
      await world.driver.act('forgot', { email: world.freshEmail('nobody') })
      world.expect(await world.driver.step(), 'forgot-sent', 'the step')
      world.expect(await world.driver.errorCode(), undefined, 'the error')
    },
  },
  {
    id: 'totp',
    title: 'sets an authenticator app up, signs out, and is asked for its code',
    async run(world) {
      const { email, userId } = await createPerson(world, 'radia')
      await signIn(world, email)
      await expectSignedIn(world, email)
      await world.driver.enrollTotp(() => world.emulator.totp(userId))
      await world.driver.signOut()
      await world.emulator.advanceClock(60)
      await signIn(world, email)
      world.expect(await world.driver.step(), 'mfa-challenge', 'the step')
      await world.driver.act('mfa-verify', { code: '000000' })
      await expectError(world, 'invalid_one_time_code')
      await world.driver.act('mfa-verify', { code: await world.emulator.totp(userId) })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'organizations',
    title: 'chooses one of two organizations at sign-in, and switches to the other',
    async run(world) {
      const { email, userId } = await createPerson(world, 'barbara')
      const orchard = await joinOrganization(world, userId, `Orchard ${email}`)
      await joinOrganization(world, userId, `Harbour ${email}`)
      await signIn(world, email)
      world.expect(await world.driver.step(), 'select-organization', 'the step')
      await world.driver.act('organization', { organizationId: orchard })
      await expectSignedIn(world, email)
      world.expect(await world.driver.currentOrganization(), `Orchard ${email}`, 'the organization')
      await world.driver.switchOrganization(`Harbour ${email}`)
      world.expect(await world.driver.currentOrganization(), `Harbour ${email}`, 'the organization')
    },
  },
  {
    id: 'oauth',
    title: 'signs in with a social provider',
    async run(world) {
      const email = world.freshEmail('annie')
      await world.driver.open('sign-in')
      await world.driver.authorize({ provider: 'GoogleOAuth' }, email)
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'sso',
    title: 'is sent to the organization’s own sign-in, and comes back signed in',
    async run(world) {
      const { email } = await createPerson(world, 'sven')
      const name = `Initech ${email}`
      await world.emulator.seed({
        organizations: [{ name, policy: { sso_required: true }, members: [{ email }] }],
        connections: [{ organization: name, profiles: [{ email }] }],
      })
      await signIn(world, email)
      world.expect(await world.driver.step(), 'sso-required', 'the step')
      await world.driver.authorize('offered', email)
      await expectSignedIn(world, email)
      world.expect(await world.driver.currentOrganization(), name, 'the organization')
    },
  },
  {
    id: 'invitation',
    title: 'opens an invitation, creates an account from it, and is in the organization',
    async run(world) {
      const email = world.freshEmail('invited')
      const { id: organizationId } = await world.client.createOrganization({ name: `Meadow ${email}` })
      await world.client.sendInvitation({ email, organizationId })
      const { token } = await world.emulator.email(email, 'invitation')
      await world.driver.open('invitation', { token })
      world.expect(await world.driver.step(), 'invitation', 'the step')
      await world.driver.act('sign-up', { email, password: PASSWORD, firstName: 'Ida', lastName: 'Rhodes' })
      if ((await world.driver.step()) === 'verify-email') {
        const { code } = await world.emulator.email(email, 'email_verification')
        await world.driver.act('verify-email', { code })
      }
      await expectSignedIn(world, email)
      world.expect(await world.driver.currentOrganization(), `Meadow ${email}`, 'the organization')
    },
  },
  {
    id: 'refresh',
    title: 'stays signed in when the access token expires',
    async run(world) {
      const { email } = await createPerson(world, 'margaret')
      await signIn(world, email)
      await expectSignedIn(world, email)
      await world.emulator.advanceClock(6 * 60)
      world.expect(await world.driver.signedInAs(), email, 'who is signed in')
    },
  },
  {
    id: 'revoke-elsewhere',
    title: 'ends the session of another browser',
    async run(world) {
      const { email } = await createPerson(world, 'evelyn')
      const other = await world.otherDriver()
      await signIn({ ...world, driver: other }, email)
      await signIn(world, email)
      await expectSignedIn(world, email)
      await world.driver.revokeOtherSessions()
      await world.emulator.advanceClock(6 * 60)
      world.expect(await other.signedInAs(), undefined, 'who is signed in elsewhere')
      world.expect(await world.driver.signedInAs(), email, 'who is signed in here')
    },
  },
  {
    id: 'sign-out',
    title: 'signs out',
    async run(world) {
      const { email } = await createPerson(world, 'dorothy')
      await signIn(world, email)
      await expectSignedIn(world, email)
      await world.driver.signOut()
      world.expect(await world.driver.signedInAs(), undefined, 'who is signed in')
    },
  },
  {
    id: 'rate-limited',
    title: 'is told to wait when there were too many tries',
    async run(world) {
      const { email } = await createPerson(world, 'stephanie')
      await world.driver.open('sign-in')
      await world.emulator.addFault({
        path: '/user_management/authenticate',
        respond: { status: 429, body: { error: 'too_many_requests', error_description: 'Slow down.' } },
      })
      await world.driver.act('password', { email, password: PASSWORD })
      await world.emulator.clearFaults()
      await expectError(world, 'rate_limited')
      await world.driver.act('password', { email, password: PASSWORD })
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'way-on',
    title: 'goes on at the hosted page when the API asks for a step that no page here knows',
    async run(world) {
      const { email } = await createPerson(world, 'perpetua')
      await world.driver.open('sign-in')
      await world.emulator.addFault({
        path: '/user_management/authenticate',
        respond: { status: 403, body: { code: 'retina_scan_required', message: 'Look here.' } },
      })
      await world.driver.act('password', { email, password: PASSWORD })
      await world.emulator.clearFaults()
      world.expect(await world.driver.step(), 'unknown', 'the step')
      await world.driver.authorize({ provider: 'authkit' }, email, PASSWORD)
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'service-down',
    title: 'sees when the API is down, and stays signed in',
    async run(world) {
      const { email } = await createPerson(world, 'frances')
      await world.driver.open('sign-in')
      await world.emulator.addFault({ path: '/user_management/authenticate', respond: { status: 503 } })
      await world.driver.act('password', { email, password: PASSWORD })
      await world.emulator.clearFaults()
      await expectError(world, 'service_unavailable')
      await world.driver.act('password', { email, password: PASSWORD })
      await expectSignedIn(world, email)
    },
  },
]

/** The flows that need a site around them: its page for a device's code, and the hosted sign-in page. */
export const siteScenarios: readonly Scenario<SiteWorld>[] = [
  {
    id: 'device',
    title: 'signs a browser in by approving its code on another device',
    async run(world) {
      const { email } = await createPerson(world, 'lynn')
      await world.driver.signInFromDevice((userCode, uri) =>
        world.approveDevice(userCode, uri, email, PASSWORD),
      )
      await expectSignedIn(world, email)
    },
  },
  {
    id: 'impersonation',
    title: 'shows who of the support team is signed in as the user',
    async run(world) {
      const { email, userId } = await createPerson(world, 'shafi')
      await world.emulator.impersonate(userId, 'support@latchkey.example', 'A question about an invoice')
      await world.driver.open('sign-in')
      await world.driver.authorize({ provider: 'authkit' }, email)
      await expectSignedIn(world, email)
      world.expect(await world.driver.impersonatedBy(), 'support@latchkey.example', 'the impersonator')
    },
  },
]
