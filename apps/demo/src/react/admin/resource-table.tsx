import { type ReactNode, useCallback, useEffect, useState } from 'react'
import { type Exchange, type ManagementResponse, manage } from './management.ts'
import { type FormValues, ResourceForm } from './resource-form.tsx'
import type { Resource, Row, RowAction } from './resources.ts'

interface Page {
  data: Row[]
  listMetadata: { before: string | null; after: string | null }
}

const PAGE_SIZE = 10

/** A paged list with its filters, its form for a new one, and what can be done with each row. */
export function ResourceTable(props: {
  resource: Resource
  onExchanges: (exchanges: readonly Exchange[]) => void
}): ReactNode {
  const { resource, onExchanges } = props
  const [page, setPage] = useState<Page>()
  const [filters, setFilters] = useState<FormValues>({})
  const [problem, setProblem] = useState<string>()
  const [pending, setConfirming] = useState<{ action: RowAction; row: Row }>()

  const run = useCallback(
    async (operation: string, params: object): Promise<ManagementResponse> => {
      const response = await manage(operation, params)
      onExchanges(response.exchanges)
      setProblem(response.error && `${response.error}: ${response.message ?? ''}`)
      return response
    },
    [onExchanges],
  )
  const load = useCallback(
    async (params: FormValues) => {
      const { result } = await run(resource.list, { ...params, limit: PAGE_SIZE })
      if (result) setPage(result as Page)
    },
    [run, resource],
  )
  // The list is another system's state; it is asked for once a resource is shown.
  useEffect(() => {
    if (!resource.needsFilter) load({})
  }, [resource, load])

  async function act({ action, row }: { action: RowAction; row: Row }, values: FormValues = {}) {
    const { error } = await run(action.operation, { ...action.params(row), ...values })
    setConfirming(undefined)
    if (!error) await load(filters)
  }
  async function create(operation: string, values: FormValues) {
    const { error } = await run(operation, values)
    if (!error) await load(filters)
  }
  function start(action: RowAction, row: Row) {
    if (action.fields || action.confirm) setConfirming({ action, row })
    else act({ action, row })
  }

  return (
    <>
      {problem && (
        <p className="note problem" role="alert">
          {problem}
        </p>
      )}
      <section className="sheet">
        {resource.filters.length > 0 && (
          <ResourceForm
            fields={resource.filters}
            submit="Search"
            layout="row"
            onSubmit={(values) => {
              setFilters(values)
              load(values)
            }}
          />
        )}
        <Rows resource={resource} page={page} onAction={start} />
        <nav className="pager" aria-label="Pages">
          <PageButton
            label="Newer"
            cursor={page?.listMetadata.before}
            onTurn={(before) => load({ ...filters, before })}
          />
          <PageButton
            label="Older"
            cursor={page?.listMetadata.after}
            onTurn={(after) => load({ ...filters, after })}
          />
        </nav>
      </section>
      {pending && (
        <ActionDialog
          isConfirming={pending}
          onDone={(values) => act(pending, values)}
          onCancel={() => setConfirming(undefined)}
        />
      )}
      {resource.create && <CreateForm create={resource.create} onCreate={create} />}
    </>
  )
}

function CreateForm(props: {
  create: NonNullable<Resource['create']>
  onCreate: (operation: string, values: FormValues) => void
}): ReactNode {
  const { operation, title, fields } = props.create
  return (
    <section className="sheet">
      <h2>{title}</h2>
      <ResourceForm fields={fields} submit={title} onSubmit={(values) => props.onCreate(operation, values)} />
    </section>
  )
}

function Rows(props: {
  resource: Resource
  page: Page | undefined
  onAction: (action: RowAction, row: Row) => void
}): ReactNode {
  const { resource, page, onAction } = props
  if (page === undefined) {
    return <p>{resource.needsFilter ? 'Say what to look for first.' : 'Loading…'}</p>
  }
  if (page.data.length === 0) return <p>Nothing here yet.</p>
  return (
    <section className="table-scroll" aria-label={resource.title} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {resource.columns.map(({ title }) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {page.data.map((row) => (
            <tr key={row.id}>
              {resource.columns.map(({ title, value }) => (
                <td key={title}>{value(row)}</td>
              ))}
              <td className="form-row">
                {resource.actions
                  .filter(({ when }) => when?.(row) ?? true)
                  .map((action) => (
                    <button
                      key={action.label}
                      type="button"
                      className={`button small ${action.confirm ? 'danger' : 'quiet'}`}
                      onClick={() => onAction(action, row)}
                    >
                      {action.label}
                    </button>
                  ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function PageButton(props: {
  label: string
  cursor: string | null | undefined
  onTurn: (cursor: string) => void
}): ReactNode {
  const { label, cursor, onTurn } = props
  return (
    <button
      type="button"
      className="button quiet small"
      disabled={!cursor}
      onClick={() => cursor && onTurn(cursor)}
    >
      {label}
    </button>
  )
}

function ActionDialog(props: {
  isConfirming: { action: RowAction; row: Row }
  onDone: (values: FormValues) => void
  onCancel: () => void
}): ReactNode {
  const { isConfirming: pending, onDone, onCancel } = props
  const { action, row } = pending
  const open = useCallback((dialog: HTMLDialogElement | null) => {
    if (dialog && !dialog.open) dialog.showModal()
  }, [])
  return (
    <dialog ref={open} className="sheet" aria-labelledby="asking" onClose={onCancel}>
      <h2 id="asking">{action.label}</h2>
      <p>{action.confirm ?? String(row.email ?? row.name ?? row.id)}</p>
      <ResourceForm fields={action.fields ?? []} submit={action.label} onSubmit={onDone}>
        <button type="button" className="button quiet" onClick={onCancel}>
          Cancel
        </button>
      </ResourceForm>
    </dialog>
  )
}
