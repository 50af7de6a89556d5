import { Show, useUser } from '@latchkey/react'
import type { ReactNode } from 'react'
import { DEMO_PASSWORD, DEMO_TOTP_SECRET, DEMO_USERS } from '../../demo-users.ts'
import { DEMO_FLOWS } from '../../flows.ts'
import { greeting, HOME_TEXT, HOME_TITLE, SIGN_IN_ACTION, signInFields } from '../../home.ts'
import type { PageData } from '../page-data.ts'

/** Lists every flow with its expected result, and the test accounts to try them with. */
export function HomePage({ data }: { data: PageData }): ReactNode {
  const isLocal = data.emulatorUrl !== null
  return (
    <>
      <div className="hero">
        <Greeting />
        <p>{HOME_TEXT.react}</p>
      </div>
      {isLocal && <DemoUsers />}
      <h2>Things to try</h2>
      <ul className="cards">
        {DEMO_FLOWS.filter((flow) => isLocal || !flow.localOnly).map((flow) => (
          <li key={flow.id}>
            <h3>
              <a href={flow.path}>{flow.title}</a>
            </h3>
            <p>{flow.text}</p>
            {isLocal && flow.as && <span className="as">{flow.as}</span>}
          </li>
        ))}
      </ul>
    </>
  )
}

function Greeting(): ReactNode {
  const { user } = useUser()
  return (
    <>
      <Show when="signed-in">
        <h1>{user && greeting(user)}</h1>
      </Show>
      <Show when="signed-out" pending={<h1>{HOME_TITLE}</h1>}>
        <h1>{HOME_TITLE}</h1>
      </Show>
    </>
  )
}

function DemoUsers(): ReactNode {
  return (
    <>
      <h2>Test accounts</h2>
      <ul className="accounts">
        {DEMO_USERS.map((user) => (
          <li key={user.email}>
            <span className="initial" aria-hidden="true">
              {user.firstName.slice(0, 1)}
            </span>
            <div>
              <strong>
                {user.firstName} {user.lastName}
              </strong>
              <code>{user.email}</code>
              <p>{user.role}</p>
            </div>
            <form method="post" action={SIGN_IN_ACTION}>
              {Object.entries(signInFields(user)).map(([name, value]) => (
                <input key={name} type="hidden" name={name} value={value} />
              ))}
              <button
                className="button quiet small"
                type="submit"
                aria-label={`Sign in as ${user.firstName}`}
              >
                Sign in
              </button>
            </form>
          </li>
        ))}
      </ul>
      <p className="note">
        The password of every test account is <code>{DEMO_PASSWORD}</code>. The authenticator secret of Tomas
        is <code>{DEMO_TOTP_SECRET}</code>.
      </p>
    </>
  )
}
