import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { type Exchange, manage } from './management.ts'
import { type FormValues, ResourceForm, readValue } from './resource-form.tsx'
import type { Resource, Row } from './resources.ts'
import { RowDialog, type Run } from './row-dialog.tsx'

interface Page {
  data: Row[]
  listMetadata: { before: string | null; after: string | null }
}

const PAGE_SIZE = 10

/** A paginated list with filters and a form for new objects. Each row opens a dialog with its actions. */
export function ResourceTable(props: {
  resource: Resource
  onExchanges: (exchanges: readonly Exchange[]) => void
}): ReactNode {
  const { resource, onExchanges } = props
  const [page, setPage] = useState<Page>()
  const [organizations, setOrganizations] = useState<readonly Row[]>([])
  const [filters, setFilters] = useState<FormValues>({})
  const [problem, setProblem] = useState<string>()
  const [done, setDone] = useState<string>()
  const [open, setOpen] = useState<Row>()

  const run = useCallback<Run>(
    async (operation, params) => {
      const response = await manage(operation, params)
      onExchanges(response.exchanges)
      return response
    },
    [onExchanges],
  )
  const load = useCallback(
    async (values: FormValues, place: { before?: string; after?: string } = {}) => {
      setFilters(values)
      const { result, error, message } = await run(resource.list, { ...values, ...place, limit: PAGE_SIZE })
      setProblem(error && `${error}: ${message ?? ''}`)
      if (result) setPage(result as Page)
    },
    [run, resource],
  )
  // The list is external state, so it is loaded when a resource is shown.
  useEffect(() => {
    const start = async () => {
      const all = usesOrganizations(resource) ? await run('listOrganizations', { limit: 100 }) : undefined
      const { data = [] } = (all?.result ?? {}) as { data?: Row[] }
      setOrganizations(data)
      await load(firstFilters(resource, data))
    }
    start()
  }, [resource, run, load])

  // The dialog returns the focus to its row, which may no longer exist in the next list.
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (page && done && document.activeElement === document.body) heading.current?.focus()
  }, [page, done])

  function finish(message: string) {
    setDone(message)
    return load(filters)
  }
  async function create({ operation, params, done }: NonNullable<Resource['create']>, values: FormValues) {
    const given = params ? await params(values, run) : values
    const { error, message } = typeof given === 'string' ? { error: given } : await run(operation, given)
    setProblem(error && [error, message].filter(Boolean).join(': '))
    setDone(error ? undefined : done)
    if (!error) await load(filters)
    return !error
  }

  return (
    <>
      <div role="status">{done && <p className="note">{done}</p>}</div>
      {problem && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      <section className="sheet" aria-labelledby="list">
        <h2 id="list" ref={heading} tabIndex={-1}>
          {resource.title}
        </h2>
        {resource.filters.length > 0 && (
          <ResourceForm
            fields={resource.filters}
            submit="Search"
            layout="row"
            organizations={organizations}
            onSubmit={(values) => {
              setDone(undefined)
              load(values)
            }}
          />
        )}
        <Rows resource={resource} page={page} onOpen={setOpen} />
        <Pager list={page?.listMetadata} onTurn={(place) => load(filters, place)} />
      </section>
      {open && (
        <RowDialog
          key={open.id}
          resource={resource}
          row={open}
          organizations={organizations}
          run={run}
          onDone={finish}
          onClose={() => setOpen(undefined)}
        />
      )}
      {resource.create && (
        <CreateForm create={resource.create} organizations={organizations} onCreate={create} />
      )}
    </>
  )
}

const usesOrganizations = ({ filters, create }: Resource): boolean =>
  [...filters, ...(create?.fields ?? [])].some(({ type }) => type === 'organization')

/** The initial filters of a list. A filter that the API requires has a value from the start. */
function firstFilters({ filters }: Resource, organizations: readonly Row[]): FormValues {
  const entries = filters.flatMap(({ name, type, value, required }) => {
    const first = value ?? (type === 'organization' && required ? organizations[0]?.id : undefined)
    return first === undefined ? [] : [[name, readValue(first, type)] as const]
  })
  return Object.fromEntries(entries)
}

/** The form for a new object. It is closed until it is needed, and reset and closed again after it is submitted. */
function CreateForm(props: {
  create: NonNullable<Resource['create']>
  organizations: readonly Row[]
  onCreate: (create: NonNullable<Resource['create']>, values: FormValues) => Promise<boolean>
}): ReactNode {
  const { create, organizations, onCreate } = props
  const [created, setCreated] = useState(0)
  return (
    <section className="sheet">
      <details key={created} className="more">
        <summary>{create.title}</summary>
        <ResourceForm
          fields={create.fields}
          submit={create.submit}
          organizations={organizations}
          onSubmit={async (values) => {
            if (await onCreate(create, values)) setCreated((count) => count + 1)
          }}
        />
      </details>
    </section>
  )
}

function Rows(props: { resource: Resource; page: Page | undefined; onOpen: (row: Row) => void }): ReactNode {
  const { resource, page, onOpen } = props
  if (page === undefined) return <p className="soft">Loading…</p>
  if (page.data.length === 0) return <p className="soft">Nothing was found.</p>
  const [first, ...columns] = resource.columns
  return (
    <section className="table-scroll opens" aria-label={`Table of ${resource.title}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {resource.columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {page.data.map((row) => (
            <tr key={row.id}>
              <td>
                <button type="button" className="row-link" onClick={() => onOpen(row)}>
                  {first.value(row)}
                </button>
              </td>
              {columns.map(({ title, value }) => (
                <td key={title}>{value(row)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Shows buttons for the other pages of a list, or nothing if there is only one page. */
function Pager(props: {
  list: Page['listMetadata'] | undefined
  onTurn: (place: { before?: string; after?: string }) => void
}): ReactNode {
  const { before, after } = props.list ?? {}
  if (!before && !after) return null
  return (
    <nav className="pager" aria-label="Pages">
      {before && (
        <button type="button" className="button quiet" onClick={() => props.onTurn({ before })}>
          Newer
        </button>
      )}
      {after && (
        <button type="button" className="button quiet" onClick={() => props.onTurn({ after })}>
          Older
        </button>
      )}
    </nav>
  )
}
