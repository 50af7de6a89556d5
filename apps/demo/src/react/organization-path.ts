/** The address of an organization's own page. */
export const organizationPath = (organizationId: string): string => `/o/${organizationId}`

/** The organization that a path names, if it names one. */
export const organizationIn = (path: string): string | undefined => /^\/o\/([\w.-]+)$/.exec(path)?.[1]
