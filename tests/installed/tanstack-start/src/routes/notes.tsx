import { createFileRoute } from '@tanstack/react-router'
import { addNote, readOther, readSecret } from '../notes'

// A public page that uses the server functions as forms, so that Start includes them in the build.
export const Route = createFileRoute('/notes')({
  component: () => (
    <>
      {[addNote, readSecret, readOther].map((call) => (
        <form key={call.url} method="post" action={call.url}>
          <button type="submit">{call.url}</button>
        </form>
      ))}
    </>
  ),
})
