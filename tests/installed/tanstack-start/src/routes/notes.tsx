import { createFileRoute } from '@tanstack/react-router'
import { addNote, readOther, readSecret } from '../notes'

// Where Start finds the functions: as forms, and as data of a page that is open to everyone.
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
