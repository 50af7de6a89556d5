import { authed } from '@latchkey/next/pages'
import type { InferGetServerSidePropsType } from 'next'
import Link from 'next/link'

export const getServerSideProps = authed.props(async ({ params }, { user }) => ({
  props: { name: String(params?.name), email: user.email },
}))

export default function Page({ name, email }: InferGetServerSidePropsType<typeof getServerSideProps>) {
  return (
    <p>
      {`The secret of ${email} about ${name}`} <Link href="/classic">Back</Link>
    </p>
  )
}
