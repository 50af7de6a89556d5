// Adds the data about the repository to a package for its release: npm refuses provenance without `repository`.

/** Reads the `owner/name` of the repository from the environment of GitHub Actions, and its URL. */
export function repositoryOf(environment) {
  const repository = environment.GITHUB_REPOSITORY
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository ?? '')) {
    throw new Error('GITHUB_REPOSITORY must be the repository to release from, as owner/name.')
  }
  return { repository, web: `${environment.GITHUB_SERVER_URL ?? 'https://github.com'}/${repository}` }
}

/** The published form of a manifest. */
export function releasedManifest(manifest, { folder, web }) {
  const { devDependencies: _development, scripts: _scripts, latchkey: _checks, ...published } = manifest
  return {
    ...published,
    homepage: `${web}/tree/main/${folder}#readme`,
    bugs: { url: `${web}/issues` },
    repository: { type: 'git', url: `git+${web}.git`, directory: folder },
  }
}

/** Makes the relative links of a README absolute, because npm shows it without the files that it links to. */
export function releasedReadme(text, { folder, web }) {
  return text.replace(/(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)\s]+)\)/g, (_match, image, label, target) => {
    const { pathname, hash } = new URL(target, `file:///${folder}/`)
    return `${image}[${label}](${web}/${image ? 'raw' : 'blob'}/main${pathname}${hash})`
  })
}
