/** The measured operation, ready to run. */
export type Operation = () => unknown

/** One contestant. It prepares its fixtures in its own process and returns its operation. */
export type Contestant<Fixture = undefined> = (fixture: Fixture) => Operation | Promise<Operation>

/** The contestants of a module, by name. The default export of every module that a worker loads. */
export type Contestants<Fixture = undefined> = Record<string, Contestant<Fixture>>
