import { Show } from '@latchkey/react'

export default function StaticPage() {
  return (
    <>
      <h1>Prices</h1>
      <Show when="signed-in">
        <p>Welcome back</p>
      </Show>
    </>
  )
}
