// Counts the checks that pass, and reports those that fail.

/** Creates a report of named checks. A check fails by throwing. */
export function createReport() {
  let passed = 0
  let failed = 0
  return {
    async check(name, work) {
      const started = performance.now()
      try {
        await work()
        passed += 1
        const seconds = ((performance.now() - started) / 1000).toFixed(1)
        process.stdout.write(`  ok      ${name} (${seconds} s)\n`)
      } catch (error) {
        failed += 1
        process.stdout.write(`  failed  ${name}\n${String(error.message).replace(/^/gm, '          ')}\n`)
      }
    },
    /** Prints the summary line and sets the exit code. */
    close() {
      process.stdout.write(`${passed} passed, ${failed} failed\n`)
      process.exitCode = failed > 0 || passed === 0 ? 1 : 0
    },
  }
}
