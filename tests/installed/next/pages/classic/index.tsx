import { auth } from '@latchkey/next/pages'
import type { GetServerSideProps } from 'next'
import Link from 'next/link'

export const getServerSideProps: GetServerSideProps<{ status: string }> = async (context) => {
  const { status } = await auth(context)
  return { props: { status } }
}

export default function Page({ status }: { status: string }) {
  return (
    <p>
      {`You are ${status}`} <Link href="/classic/pears?tab=2">To the closed page</Link>
    </p>
  )
}
