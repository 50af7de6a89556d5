import { Show, useUser } from '@latchkey/react'
import type { ReactNode } from 'react'
import { DEMO_PASSWORD, DEMO_TOTP_SECRET, DEMO_USERS } from '../../demo-users.ts'
import { DEMO_FLOWS } from '../../flows.ts'
import type { PageData } from '../page-data.ts'

/** Every flow with what to expect, and the people to try them as. */
export function HomePage({ data }: { data: PageData }): ReactNode {
  const isLocal = data.emulatorUrl !== null
  return (
    <>
      <div className="hero">
        <Greeting />
        <p>
          Sign-in inside your own React app: every form below is a component, every step works before a script
          has loaded, and no token reaches the browser.
        </p>
      </div>
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
      {isLocal && <DemoUsers />}
    </>
  )
}

function Greeting(): ReactNode {
  const { user } = useUser()
  return (
    <>
      <Show when="signed-in">
        <h1>Good to see you, {user?.firstName ?? user?.email}</h1>
      </Show>
      <Show when="signed-out" pending={<h1>The key stays with you</h1>}>
        <h1>The key stays with you</h1>
      </Show>
    </>
  )
}

function DemoUsers(): ReactNode {
  return (
    <section className="sheet" aria-labelledby="cast">
      <h2 id="cast">People to sign in as</h2>
      <p>
        The password of every test account is <code>{DEMO_PASSWORD}</code>. Tomas’s authenticator secret is{' '}
        <code>{DEMO_TOTP_SECRET}</code>.
      </p>
      <section className="table-scroll" aria-label="The cast" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">Who</th>
              <th scope="col">Address</th>
              <th scope="col">What is special</th>
            </tr>
          </thead>
          <tbody>
            {DEMO_USERS.map(({ email, firstName, lastName, role }) => (
              <tr key={email}>
                <td>
                  {firstName} {lastName}
                </td>
                <td>
                  <code>{email}</code>
                </td>
                <td>{role}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
