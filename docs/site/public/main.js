export default {
  // Output without a language stays plain.
  configureHljs: hljs => hljs.configure({ languages: [] }),

  // The switch of versions. A published site is one folder of several, and versions.json is next to these folders. A site that is not
  // published has no such file, and no switch.
  start: async () => {
    const root = new URL(document.querySelector('meta[name="docfx:rel"]')?.content || './', location.href);
    const versions = await fetch(new URL('../versions.json', root)).then(answer => answer.ok ? answer.json() : []).catch(() => []);
    const navbar = document.querySelector('header .navbar-nav, header nav .container-xxl');
    if (versions.length === 0 || !navbar) return;

    const current = root.pathname.split('/').at(-2);
    const select = document.createElement('select');
    select.className = 'form-select form-select-sm versions';
    select.setAttribute('aria-label', 'Version of the documentation');
    for (const version of versions) select.add(new Option(version, version, version === current, version === current));
    select.addEventListener('change', async () => {
      const page = new URL(`../${select.value}/${location.href.slice(root.href.length)}`, root);
      const exists = await fetch(page, { method: 'HEAD' }).then(answer => answer.ok).catch(() => false);
      location.assign(exists ? page : new URL(`../${select.value}/`, root));
    });
    navbar.after(select);
  },
}
