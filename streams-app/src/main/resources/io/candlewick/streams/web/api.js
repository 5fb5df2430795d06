// What both pages share: asking the API, and dark or light.

export const Api = {
  /** The address of a route with its parameters; absent ones are left out. The page's own token goes with it. */
  address(path, parameters = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(parameters)) {
      if (value !== null && value !== undefined) {
        query.set(name, value);
      }
    }
    const token = sessionStorage.getItem('token');
    if (token) {
      query.set('access_token', token);
    }
    const text = query.toString();
    return `.${path}${text ? `?${text}` : ''}`;
  },

  /** The answer as an object; a problem becomes an Error with its detail. */
  async get(path, parameters) {
    const response = await fetch(Api.address(path, parameters));
    if (response.status === 401) {
      const token = prompt('Token of the query API');
      if (token) {
        sessionStorage.setItem('token', token);
        return Api.get(path, parameters);
      }
    }
    const answer = await response.json();
    if (!response.ok) {
      throw new Error(answer.detail ?? answer.title ?? response.statusText);
    }
    return answer;
  },
};

export const Theme = {
  set(theme) {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
    document.dispatchEvent(new CustomEvent('themechange'));
  },
  toggle() {
    Theme.set(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');
  },
  /** The theme of the link, else the one chosen last, else the system's. */
  restore(asked) {
    if (asked === 'dark' || asked === 'light') {
      localStorage.setItem('theme', asked);
    }
    const system = matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
    const theme = localStorage.getItem('theme') ?? system;
    document.documentElement.dataset.theme = theme === 'light' ? 'light' : 'dark';
  },
};
