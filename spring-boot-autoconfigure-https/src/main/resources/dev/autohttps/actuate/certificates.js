'use strict';

// Shows the endpoint's JSON. What it says goes into the page as text only, never as markup.
(() => {

	const EVERY = 10_000;
	const SOON = 2000;
	const GIVEN_UP_AFTER = 20_000;
	const MANY = 10;
	const AT_FIRST = 50;
	const SVG = 'http://www.w3.org/2000/svg';
	const ENDPOINT = location.pathname.replace(/\/+$/, '');

	const STATES = {
		EXPIRED: { word: 'Expired', icon: 'cross', rank: 0, means: 'Visitors see a warning: the certificate has run out.' },
		PLACEHOLDER: { word: 'Placeholder', icon: 'dash', rank: 1, means: 'Visitors see a warning: no certificate was obtained yet, so a self-signed one keeps its place.' },
		EXPIRING: { word: 'Expiring', icon: 'warning', rank: 2, means: 'Visitors still see a valid certificate, but it should have been renewed by now and will soon run out.' },
		FAILING: { word: 'Failing', icon: 'warning', rank: 3, means: 'Visitors see a valid certificate, but the last attempt to obtain the next one failed.' },
		RENEWING: { word: 'Renewing', icon: 'turn', rank: 4, means: 'Visitors see a valid certificate while the next one is being obtained.' },
		VALID: { word: 'Valid', icon: 'check', rank: 4, means: 'Visitors see a valid certificate. There is nothing to do.' }
	};

	const STANDINGS = {
		PLACEHOLDER: 'Placeholder: nobody trusts it',
		TRIAL: 'Trial: trusted only where its CA was made known',
		PRODUCTION: 'Production'
	};

	const KINDS = {
		action_required: 'Somebody must mend something: the DNS, a firewall or the configuration.',
		dns: 'A record in the DNS is missing, or could not be published. The order waits for it.',
		prevented: 'Somebody must mend something first. An order would have failed for certain, so none was placed.',
		terms: 'The CA’s terms of service must be agreed to first.',
		rate_limited: 'The CA asked to slow down. There is nothing to do but wait.',
		unavailable: 'The network or the CA is in trouble, which should pass by itself.',
		store: 'The store of this application failed. The CA is not asked until it works again.',
		internal: 'A fault of the software itself.'
	};

	const STEPS = {
		KEY_MADE: 'the key is made',
		ORDER_PLACED: 'the CA has taken the order',
		ANSWERS_OFFERED: 'the answers to the challenges are on offer',
		CHALLENGES_ANSWERED: 'the CA was told to look at the answers',
		FINALIZED: 'the CA has the signing request',
		ISSUED: 'the certificate is issued'
	};

	const OUTCOMES = {
		obtained: { word: 'Obtained', icon: 'check' },
		failed: { word: 'Failed', icon: 'cross' },
		under_way: { word: 'Under way', icon: 'ring' }
	};

	const LIMITS = {
		'new-accounts': 'New accounts',
		'new-orders': 'New orders',
		'certificates': 'Certificates for exactly these names',
		'failed-validations': 'Failed validations of a name'
	};

	const OPERATIONS = {
		renew: { button: 'Renew now', going: 'Asking for a new certificate…' },
		check: { button: 'Check', going: 'Checking whether an order could succeed…' },
		revoke: { button: 'Revoke…', going: 'Revoking…' }
	};

	const RESULTS = { ACCEPTED: 'Accepted', DONE: 'Done', REFUSED: 'Not now', FAILED: 'Failed', INVALID: 'Not possible' };

	const SEVERITIES = { OK: { word: 'OK', icon: 'check' }, DOUBTFUL: { word: 'Doubtful', icon: 'warning' }, FATAL: { word: 'Fatal', icon: 'cross' } };

	const RECORDS = {
		UNKNOWN: 'A DNS record cannot be looked up', MISSING: 'A DNS record is to be created', WRONG: 'A DNS record is to be corrected',
		EXPIRED: 'A DNS record does not count any more', EXPIRING: 'A DNS record soon does not count any more', PRESENT: 'A DNS record is as it should be'
	};

	// Drawn in a square of 16, so that a state is told by shape as well as by colour.
	const ICONS = {
		check: 'M3.5 8.5l3 3 6-7',
		cross: 'M4 4l8 8M12 4l-8 8',
		ring: 'M8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9',
		warning: 'M8 3v6M8 12v1',
		turn: 'M12.5 5.5a5 5 0 1 0 .5 4M13 2.5v3.2h-3.2',
		dash: 'M3.5 8h9'
	};

	const byId = (id) => document.getElementById(id);

	const cards = new Map();
	let shown = null;
	let ahead = 0;
	let limit = AT_FIRST;
	let timer = null;
	let asking = false;

	// --- making elements ---

	function fill(element, attributes, children) {
		for (const [name, value] of Object.entries(attributes ?? {})) {
			if (value !== null && value !== undefined && value !== false) {
				element.setAttribute(name, value === true ? '' : value);
			}
		}
		element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
		return element;
	}

	const el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

	const svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

	const icon = (name, type = '') => svg('svg', { class: `icon ${type}`, viewBox: '0 0 16 16', 'aria-hidden': 'true', focusable: 'false' },
		svg('path', { d: ICONS[name] }));

	function link(url, text = url) {
		let parsed = null;
		try {
			parsed = new URL(url);
		}
		catch {
			return text;
		}
		const web = parsed.protocol === 'https:' || parsed.protocol === 'http:';
		return web ? el('a', { href: parsed.href, rel: 'noreferrer noopener', target: '_blank', 'data-key': url }, text) : text;
	}

	// Sentences name pages, such as the CA's explanation, and moments.
	const linked = (text) => text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/)
		.map((part, at) => (at % 2 === 0) ? part : part.startsWith('http') ? link(part) : el('time', { datetime: part }, utc(part)));

	const facts = (...rows) => el('dl', { class: 'facts' }, rows.filter((row) => row !== null).map(([name, ...values]) =>
		el('div', {}, el('dt', {}, name), values.map((value) => el('dd', {}, value)))));

	const table = (name, heads, rows) => el('table', { role: 'table' },
		el('caption', {}, name),
		el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads.map((head) => el('th', { scope: 'col', role: 'columnheader' }, head)))),
		el('tbody', { role: 'rowgroup' }, rows.map((row) => el('tr', { role: 'row' },
			row.map((cell, at) => el('td', { role: 'cell', 'data-head': heads[at] }, cell))))));

	// --- words ---

	const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

	const sentence = (text) => capital(text) + (/[.!?…]$/.test(text) ? '' : '.');

	const several = (count, one, more = one + 's') => `${count} ${count === 1 ? one : more}`;

	const inWords = (map, key) => map[key] ?? String(key ?? '').toLowerCase().replaceAll('_', ' ');

	const now = () => Date.now() + ahead;

	function relative(millis) {
		const seconds = Math.round(millis / 1000);
		const size = Math.abs(seconds);
		if (size < 10) {
			return 'now';
		}
		const [length, unit] = (size < 60) ? [1, 'second'] : (size < 5400) ? [60, 'minute'] : (size < 172800) ? [3600, 'hour'] : [86400, 'day'];
		const amount = several(Math.round(size / length), unit);
		return (seconds > 0) ? `in ${amount}` : `${amount} ago`;
	}

	const utc = (instant) => new Date(instant).toISOString().replace('T', ' ').replace(/(:\d\d)\.\d+Z$/, '$1 UTC');

	const day = (instant) => new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

	const when = (instant) => el('time', { datetime: instant, title: utc(instant), 'data-relative': true }, relative(Date.parse(instant) - now()));

	const moment = (instant) => [el('time', { datetime: instant }, utc(instant)), ' (', when(instant), ')'];

	// In a live region nothing may tick.
	const still = (instant) => el('time', { datetime: instant }, `${utc(instant)} (${relative(Date.parse(instant) - now())})`);

	function seconds(duration) {
		if (typeof duration === 'number') {
			return duration;
		}
		const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration);
		return parts ? (parts[1] ?? 0) * 86400 + (parts[2] ?? 0) * 3600 + (parts[3] ?? 0) * 60 + Number(parts[4] ?? 0) : NaN;
	}

	function span(duration) {
		const length = seconds(duration);
		if (Number.isNaN(length)) {
			return duration;
		}
		if (length < 1) {
			return `${Math.round(length * 1000)} ms`;
		}
		const [size, unit] = (length < 120) ? [1, 's'] : (length < 7200) ? [60, 'min'] : (length < 172800) ? [3600, 'hours'] : [86400, 'days'];
		return `${Number((length / size).toFixed(length < 10 ? 1 : 0))} ${unit}`;
	}

	const server = (one) => `${one.name} on port ${one.port}`;

	const isInTrouble = (certificate) => (STATES[certificate.state]?.rank ?? 0) < STATES.VALID.rank;

	// --- the bar of a lifetime ---

	function bar(certificate) {
		const { served, renewal } = certificate;
		const from = Date.parse(served.notBefore);
		const length = Math.max(1, Date.parse(served.notAfter) - from);
		const share = (instant) => (Date.parse(instant) - from) / length;
		const inside = (instant) => instant && share(instant) >= 0 && share(instant) <= 1;
		const percent = (value) => `${(Math.min(1, Math.max(0, value)) * 100).toFixed(2)}%`;
		const mark = (type, at, ...shapes) => svg('svg', { class: `mark ${type}`, x: percent(at), y: 0, overflow: 'visible' }, shapes);
		const used = (now() - from) / length;
		const shapes = [svg('rect', { class: 'track', x: 0, y: 17, width: '100%', height: 12, rx: 6 }),
			svg('rect', { class: 'used', x: 0, y: 17, width: percent(used), height: 12, rx: 6 })];
		const legend = [];
		const words = [`Lifetime from ${utc(served.notBefore)} to ${utc(served.notAfter)}, ${Math.round(Math.min(1, Math.max(0, used)) * 100)} % of it is over`];
		const explain = (sample, ...text) => legend.push(el('li', {}, svg('svg', { class: 'sample', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, sample), el('span', {}, text)));
		const diamond = (x, y) => svg('path', { d: `M${x} ${y - 6}l5 6-5 6-5-6z` });
		const glyph = (outcome, x, y) => svg('svg', { class: `outcome ${outcome}`, x: x - 7, y: y - 7, width: 14, height: 14, viewBox: '0 0 16 16', overflow: 'visible' },
			svg('path', { d: ICONS[OUTCOMES[outcome]?.icon ?? 'ring'] }));

		if (used >= 0 && used <= 1) {
			explain(svg('path', { class: 'now', d: 'M8 1v14' }), 'Now');
		}
		if (inside(renewal.nextAttempt) && !renewal.step) {
			shapes.push(mark('next', share(renewal.nextAttempt), diamond(0, 7)));
			explain(svg('g', { class: 'next' }, diamond(8, 8)), 'Next attempt');
			words.push(`the next attempt is at ${utc(renewal.nextAttempt)}`);
		}
		const window = renewal.window;
		if (window && share(window.end) >= 0 && share(window.start) <= 1) {
			const start = Math.max(0, share(window.start));
			const end = Math.min(1, share(window.end));
			shapes.push(svg('rect', { class: 'window', x: percent(start), y: 14, width: `${Math.max(0.6, (end - start) * 100).toFixed(2)}%`, height: 18, rx: 3 }));
			explain(svg('rect', { class: 'window', x: 1, y: 3, width: 14, height: 10, rx: 2 }), 'Window suggested by the CA');
			words.push(`the CA suggests to renew it between ${utc(window.start)} and ${utc(window.end)}`);
		}
		const chosen = window?.chosen;
		if (inside(chosen) && Math.abs(Date.parse(chosen) - Date.parse(renewal.nextAttempt)) > 60_000) {
			shapes.push(mark('chosen', share(chosen), diamond(0, 7)));
			explain(svg('g', { class: 'chosen' }, diamond(8, 8)), 'Moment chosen in that window');
			words.push(`the moment chosen in that window is ${utc(chosen)}`);
		}
		for (const [outcome, { word }] of Object.entries(OUTCOMES)) {
			const starts = (certificate.attempts ?? []).filter((one) => one.outcome === outcome && inside(one.startedAt)).map((one) => share(one.startedAt));
			if (starts.length > 0) {
				shapes.push(starts.map((at) => mark('attempt', at, glyph(outcome, 0, outcome === 'failed' ? 41 : 7))));
				explain(glyph(outcome, 8, 8), `Attempt: ${word.toLowerCase()}${starts.length > 1 ? ` (${starts.length})` : ''}`);
				words.push(`attempts ${word.toLowerCase()}: ${starts.length}`);
			}
		}
		if (used >= 0 && used <= 1) {
			shapes.push(svg('line', { class: 'now', x1: percent(used), x2: percent(used), y1: 12, y2: 34 }));
		}
		return el('div', { class: 'lifetime' },
			el('div', { class: 'bar' }, svg('svg', { role: 'img', 'aria-label': words.join('; ') + '.', width: '100%', height: 50, overflow: 'visible' }, shapes)),
			el('div', { class: 'ends' },
				el('span', {}, 'From ', el('time', { datetime: served.notBefore, title: utc(served.notBefore) }, day(served.notBefore))),
				el('span', {}, 'Until ', el('time', { datetime: served.notAfter, title: utc(served.notAfter) }, day(served.notAfter)), ', ', when(served.notAfter))),
			el('ul', { class: 'legend' }, legend));
	}

	// --- the parts of a card ---

	const badge = (state) => el('span', { class: 'badge' }, icon(STATES[state]?.icon ?? 'dash'), STATES[state]?.word ?? state);

	function domains(certificate) {
		return el('ul', { class: 'domains', 'aria-label': 'Domains' }, certificate.domains.map((domain) => el('li', {}, domain)));
	}

	function placeholder(certificate) {
		const { served } = certificate;
		return el('p', { class: 'callout' }, served
			? ['Served in its place: a self-signed certificate for ', served.domains.join(', '), ', made by this application so that it can start. It has no lifetime worth showing.']
			: 'Nothing is served for these domains yet.');
	}

	function next(certificate) {
		const { renewal } = certificate;
		const going = renewal.step;
		return el('div', { class: 'next-attempt' },
			el('h4', {}, going ? 'Attempt under way' : 'Next attempt'),
			el('p', { class: 'large' }, going ? sentence(inWords(STEPS, going)) : when(renewal.nextAttempt)),
			going ? null : el('p', {}, utc(renewal.nextAttempt)),
			el('p', { class: 'quiet' }, linked(sentence(renewal.reason))),
			renewal.window?.explanation && !renewal.reason.includes(renewal.window.explanation) ? el('p', {}, link(renewal.window.explanation, 'The CA explains it')) : null);
	}

	function problem(one) {
		return el('div', { class: 'problem' },
			facts(one.identifier ? ['Name', el('strong', {}, one.identifier)] : null,
				['Type', el('code', {}, one.type)],
				one.detail ? ['Detail', one.detail] : null),
			one.subproblems?.length ? [el('p', { class: 'label' }, several(one.subproblems.length, 'part')),
				el('ul', { class: 'subproblems' }, one.subproblems.map((part) => el('li', {}, problem(part))))] : null);
	}

	function failure(certificate) {
		const last = certificate.failure;
		return last ? el('div', { class: 'failure' },
			el('h4', {}, icon('cross'), last.count === 1 ? 'The last attempt failed' : `The last ${last.count} attempts failed`),
			el('p', { class: 'kind' }, inWords(KINDS, last.kind)),
			// The CA's address is in each message; a link helps where terms must be read.
			el('p', { class: 'message' }, last.kind === 'terms' ? linked(last.message) : last.message),
			el('p', { class: 'quiet' }, 'Failed ', when(last.at), '. Not tried again before ', ...moment(last.retryAt), '.'),
			last.problem ? el('details', { 'data-key': 'problem', open: true }, el('summary', { 'data-key': 'problem-summary' }, 'What the CA says'), problem(last.problem)) : null) : null;
	}

	function essentials(certificate) {
		return facts(['Issuer', certificate.issuer],
			['Standing', certificate.served ? inWords(STANDINGS, certificate.served.standing) : 'Nothing is served'],
			['Key type', el('code', {}, certificate.keyType)],
			['Served by', ...(certificate.servers?.length ? certificate.servers.map(server) : ['no server of this application'])]);
	}

	function served(certificate) {
		const one = certificate.served;
		return one ? [el('h4', {}, 'What is served'),
			facts(['Subject', one.subject || 'none'], ['Issued by', one.issuer], ['Names in it', one.domains.join(', ')],
				['Serial', el('code', {}, one.serial)], ['Fingerprint', el('code', {}, one.fingerprint)],
				['Valid from', moment(one.notBefore)], ['Valid until', moment(one.notAfter)],
				certificate.bundle ? ['SSL bundle', el('code', {}, certificate.bundle)] : null),
			el('h4', {}, 'Chain'),
			el('ol', { class: 'chain' }, one.chain.map((part) => el('li', {}, el('strong', {}, part.subject || 'no subject'),
				el('span', {}, `issued by ${part.issuer}`), el('span', { class: 'quiet' }, 'until ', ...moment(part.notAfter)))))] : [];
	}

	function attempts(certificate) {
		const rows = (certificate.attempts ?? []).map((one) => [moment(one.startedAt), one.duration ? span(one.duration) : '–',
			[sentence(inWords(STEPS, one.step)), one.interruptions ? ` Interrupted ${several(one.interruptions, 'time')}.` : null],
			el('span', { class: `word ${one.outcome}` }, icon(OUTCOMES[one.outcome]?.icon ?? 'ring'), OUTCOMES[one.outcome]?.word ?? one.outcome),
			[one.message ?? '–', certificate.issuer !== one.issuer ? el('span', { class: 'quiet' }, ` Asked: ${one.issuer}`) : null]]);
		return [el('h4', {}, 'Attempts'), rows.length ? table('The last ones first', ['Start', 'Duration', 'Came as far as', 'Outcome', 'Message'], rows)
			: el('p', { class: 'quiet' }, 'None is remembered.')];
	}

	function budget(certificate) {
		const rows = (certificate.budget ?? []).map((one) => [inWords(LIMITS, one.limit), el('span', { class: 'break' }, one.subject),
			el('span', { class: 'spent' }, el('meter', { min: 0, max: one.allowed, low: one.allowed * 0.7, high: one.allowed * 0.99, optimum: 0, value: one.spent, 'aria-hidden': 'true' }), ` ${one.spent} of ${one.allowed}`), span(one.period),
			one.freeAt ? when(one.freeAt) : 'now']);
		return rows.length ? [el('h4', {}, 'Budget'), table('What is spent of the issuer’s rate limits', ['Limit', 'Counted for', 'Spent', 'In any', 'Next free'], rows)] : [];
	}

	function record(one) {
		const word = RECORDS[one.state] ?? one.state;
		return el('div', { class: 'callout' }, el('p', {}, el('strong', {}, `${word}: `), one.seen), el('p', {}, el('code', { class: 'break' }, one.line)),
			one.validUntil ? el('p', { class: 'quiet' }, 'It counts until ', ...moment(one.validUntil), '.') : null,
			el('p', { class: 'quiet' }, 'Looked at ', when(one.lookedAt), '.'));
	}

	function records(certificate) {
		const all = certificate.records ?? [];
		return all.length ? [el('h4', {}, 'DNS records to create by hand'), ...all.map(record)] : [];
	}

	// What is as it should be is for those who want details.
	const lacking = (certificate) => (certificate.records ?? []).filter((one) => one.required && one.state !== 'PRESENT').map(record);

	function account(issuer) {
		const one = issuer.account;
		return one ? facts(['Account', link(one.url)], ['Status', one.status], ['Contacts', one.contacts.length ? one.contacts.join(', ') : 'none'],
			['Registered', one.registeredAt ? moment(one.registeredAt) : 'not known'],
			one.terms ? ['Terms agreed to', link(one.terms)] : null) : el('p', { class: 'quiet' }, 'No account.');
	}

	function details(certificate) {
		const issuer = shown.issuers.find((one) => one.name === certificate.issuer);
		return [...served(certificate), ...attempts(certificate), ...budget(certificate), ...records(certificate),
			...(issuer ? [el('h4', {}, 'Account at the issuer'), account(issuer)] : [])];
	}

	// A hundred certificates have details that nobody opens.
	function disclosure(certificate) {
		const content = el('div', { class: 'details' });
		const element = el('details', { 'data-key': 'details', class: 'more' }, el('summary', { 'data-key': 'details-summary' }, 'Details',
			el('span', { class: 'out-of-sight' }, ` of ${label(certificate)}`)), content);
		const build = () => element.open && !content.hasChildNodes() && content.append(...details(certificate));
		element.addEventListener('toggle', build);
		element.build = build;
		return element;
	}

	const label = (certificate) => `${certificate.name} (${certificate.keyType})`;

	const keyOf = (certificate) => `${certificate.name} ${certificate.keyType}`;

	function body(certificate) {
		const real = certificate.served && certificate.state !== 'PLACEHOLDER' && certificate.served.standing !== 'PLACEHOLDER';
		return [el('div', { class: 'head' }, el('h3', {}, certificate.name), badge(certificate.state)),
			domains(certificate),
			el('p', { class: 'means' }, STATES[certificate.state]?.means ?? ''),
			real ? null : placeholder(certificate),
			failure(certificate),
			...lacking(certificate),
			real ? bar(certificate) : null,
			el('div', { class: 'columns' }, next(certificate), essentials(certificate)),
			disclosure(certificate)].filter((part) => part !== null);
	}

	// --- cards, which live across refreshes ---

	function card(certificate) {
		const key = keyOf(certificate);
		let one = cards.get(key);
		if (!one) {
			one = { body: el('div', {}), buttons: el('div', { class: 'buttons' }), result: el('div', { class: 'result', role: 'status' }) };
			one.element = el('article', { class: 'card' }, one.body, one.buttons, one.result);
			cards.set(key, one);
		}
		const json = JSON.stringify({ ...certificate, served: { ...certificate.served, lifetimeUsed: Math.round((certificate.served?.lifetimeUsed ?? 0) * 1000) } });
		if (json !== one.json) {
			one.json = json;
			one.element.className = `card ${certificate.state} ${isInTrouble(certificate) ? 'in-trouble' : ''}`;
			one.element.setAttribute('aria-label', `${label(certificate)}: ${STATES[certificate.state]?.word ?? certificate.state}`);
			keeping(one.body, () => one.body.replaceChildren(...body(certificate)));
		}
		// Whoever frames the page could have its buttons clicked unseen.
		const framed = window.top !== window.self;
		const operations = framed ? [] : Object.keys(OPERATIONS).filter((operation) => shown.operations.includes(operation));
		if (operations.join() !== one.operations) {
			one.operations = operations.join();
			one.buttons.replaceChildren(...operations.map((operation) => button(certificate, operation, one)));
		}
		return one.element;
	}

	function keeping(element, change) {
		const focused = element.contains(document.activeElement) ? document.activeElement.dataset.key : null;
		const was = new Map([...element.querySelectorAll('details')].map((one) => [one.dataset.key, one.open]));
		change();
		for (const one of element.querySelectorAll('details')) {
			one.open = was.get(one.dataset.key) ?? one.open;
			one.build?.();
		}
		if (focused) {
			[...element.querySelectorAll('[data-key]')].find((one) => one.dataset.key === focused && one.matches('a, summary'))?.focus({ preventScroll: true });
		}
	}

	function button(certificate, operation, one) {
		const element = el('button', { type: 'button', 'data-operation': operation },
			OPERATIONS[operation].button, el('span', { class: 'out-of-sight' }, ` ${certificate.name}`));
		element.addEventListener('click', () => operation === 'revoke' ? askReason(certificate, one) : operate(certificate, operation, {}, one));
		return element;
	}

	// --- operations ---

	const cookie = (name) => document.cookie.split('; ').find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);

	async function operate(certificate, operation, values, one) {
		if (one.busy) {
			return;
		}
		one.busy = true;
		one.buttons.querySelectorAll('button').forEach((other) => other.setAttribute('aria-disabled', 'true'));
		one.result.className = 'result going';
		one.result.replaceChildren(el('p', {}, OPERATIONS[operation].going));
		let lines;
		try {
			const token = cookie('XSRF-TOKEN');
			const response = await fetch(`${ENDPOINT}/${encodeURIComponent(certificate.name)}/${operation}`, {
				method: 'POST', redirect: 'manual', credentials: 'same-origin', cache: 'no-store', body: JSON.stringify(values),
				headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...(token ? { 'X-XSRF-TOKEN': decodeURIComponent(token) } : {}) }
			});
			const said = await response.json().catch(() => null);
			lines = said?.outcome ? result(said) : refusal(response);
			const doomed = said?.findings?.some((found) => found.severity === 'FATAL');
			one.result.className = `result ${doomed ? 'FAILED' : said?.outcome ?? 'FAILED'}`;
		}
		catch {
			lines = [el('p', {}, 'The application did not answer, so it is not known whether it was done.')];
			one.result.className = 'result FAILED';
		}
		const dismiss = el('button', { type: 'button', class: 'plain' }, 'Dismiss');
		dismiss.addEventListener('click', () => {
			one.result.replaceChildren();
			one.result.className = 'result';
			one.buttons.querySelector('button')?.focus();
		});
		one.result.replaceChildren(...lines, dismiss);
		one.buttons.querySelectorAll('button').forEach((other) => other.removeAttribute('aria-disabled'));
		one.busy = false;
		await refresh();
		setTimeout(refresh, SOON);
	}

	function result(said) {
		return [el('p', {}, el('strong', {}, `${inWords(RESULTS, said.outcome)}. `), linked(said.message)),
			said.allowedAt ? el('p', {}, 'It may be asked for again at ', still(said.allowedAt), '.') : null,
			said.revoked?.length ? el('p', {}, 'Revoked: ', said.revoked.map((serial, at) => [at ? ', ' : '', el('code', {}, serial)]).flat()) : null,
			said.problem ? problem(said.problem) : null,
			said.findings?.length ? el('ul', { class: 'findings' }, said.findings.map(finding)) : null].filter((line) => line !== null);
	}

	function finding(one) {
		const { word, icon: shape } = SEVERITIES[one.severity] ?? { word: one.severity, icon: 'dash' };
		return el('li', { class: one.severity }, el('span', { class: 'word' }, icon(shape), word), el('div', {},
			el('p', {}, el('strong', {}, `${one.subject}: ${one.check}`)),
			el('p', {}, sentence(one.seen)),
			one.expected ? el('p', {}, el('span', { class: 'label' }, 'Expected: '), one.expected) : null,
			one.remedy ? el('p', {}, el('span', { class: 'label' }, 'To do: '), linked(one.remedy)) : null));
	}

	function refusal(response) {
		const words = (response.type === 'opaqueredirect') ? 'The application sends the browser elsewhere, most likely to sign in. Reload this page.'
			: (response.status === 401) ? 'You are not signed in, or not any more (401). Reload this page.'
			: (response.status === 403) ? 'The application forbids it (403). Either you lack the right to do it, or its protection against forged requests (CSRF) wants a token that this page does not have: let it give the token in a cookie named XSRF-TOKEN, as a CookieCsrfTokenRepository does.'
			: (response.status === 404 || response.status === 405) ? `The endpoint does not offer this now (${response.status}): it may have become read-only, or the certificate is no longer configured.`
			: `The application answered with an error (${response.status}). Its log may say more.`;
		return [el('p', {}, el('strong', {}, 'Not done. '), words)];
	}

	let revoking = null;

	function askReason(certificate, one) {
		revoking = { certificate, one };
		const types = shown.certificates.filter((other) => other.name === certificate.name).map((other) => other.keyType);
		byId('revoke-title').textContent = (types.length > 1) ? `Revoke the certificates of ${certificate.name} (${types.join(', ')})?` : `Revoke the certificate of ${certificate.name}?`;
		byId('reason').value = 'unspecified';
		showWarning();
		byId('revoke').showModal();
	}

	function showWarning() {
		byId('revoke-key').hidden = byId('reason').value !== 'key-compromise';
	}

	// --- the page as a whole ---

	const matches = (certificate, words) => {
		const text = [certificate.name, certificate.keyType, certificate.state, certificate.issuer, ...certificate.domains, ...(certificate.served?.domains ?? [])].join(' ').toLowerCase();
		return words.every((word) => text.includes(word));
	};

	const compared = (one, other) => (STATES[one.state]?.rank ?? 0) - (STATES[other.state]?.rank ?? 0)
		|| one.name.localeCompare(other.name, 'en', { numeric: true }) || one.keyType.localeCompare(other.keyType);

	function show() {
		const all = [...shown.certificates].sort(compared);
		const trouble = all.filter(isInTrouble).length;
		document.title = trouble ? `(${trouble}) Certificates` : 'Certificates';
		byId('headline').textContent = (all.length === 0) ? 'No certificate is configured.'
			: (trouble === 0) ? ((all.length === 1) ? 'The certificate is in order.' : `All ${all.length} certificates are in order.`)
			: (all.length === 1) ? 'The certificate needs attention.' : `${trouble} of ${all.length} certificates ${trouble === 1 ? 'needs' : 'need'} attention.`;
		byId('summary').className = `summary ${trouble ? 'trouble' : ''}`;
		byId('summary').hidden = false;
		byId('waiting').hidden = true;
		byId('counts').replaceChildren(...Object.entries(STATES)
			.map(([state, { word }]) => [state, word, all.filter((one) => one.state === state).length])
			.filter(([, , count]) => count > 0)
			.map(([state, word, count]) => el('li', { class: state }, icon(STATES[state].icon), `${count} ${word.toLowerCase()}`)));
		byId('filtering').hidden = all.length <= MANY;
		document.body.classList.toggle('many', all.length > MANY);
		showList(all);
		showIssuers();
	}

	function showList(all) {
		const words = (all.length > MANY) ? byId('filter').value.toLowerCase().split(/\s+/).filter(Boolean) : [];
		const found = all.filter((one) => matches(one, words));
		const said = words.length ? `${found.length} of ${all.length} match.` : '';
		if (byId('filtered').textContent !== said) {
			byId('filtered').textContent = said;
		}
		const there = new Set(all.map(keyOf));
		[...cards.keys()].filter((key) => !there.has(key)).forEach((key) => cards.delete(key));
		arrange(byId('list'), found.slice(0, limit).map(card));
		byId('list-end').hidden = found.length <= limit;
		byId('list-count').textContent = `${Math.min(limit, found.length)} of ${found.length} are shown.`;
	}

	// What stands where it should is not touched, so that it keeps the focus.
	function arrange(list, elements) {
		const focused = document.activeElement;
		const wanted = new Set(elements);
		[...list.children].filter((child) => !wanted.has(child)).forEach((child) => child.remove());
		elements.forEach((element, at) => {
			if (list.children[at] !== element) {
				list.insertBefore(element, list.children[at] ?? null);
			}
		});
		if (focused !== document.activeElement && focused?.isConnected) {
			focused.focus({ preventScroll: true });
		}
	}

	function showIssuers() {
		const section = byId('issuers');
		const json = JSON.stringify(shown.issuers);
		section.hidden = shown.issuers.length === 0;
		if (json !== section.json) {
			section.json = json;
			keeping(section, () => byId('issuer-list').replaceChildren(...shown.issuers.map((issuer) =>
				el('div', { class: 'issuer' }, el('h3', {}, issuer.name),
					el('p', { class: 'quiet' }, inWords(STANDINGS, issuer.standing)), account(issuer)))));
		}
	}

	function tick() {
		for (const time of document.querySelectorAll('time[data-relative]')) {
			const text = relative(Date.parse(time.dateTime) - now());
			if (text !== time.textContent) {
				time.textContent = text;
			}
		}
	}

	// --- asking ---

	function trouble(response) {
		return (response.type === 'opaqueredirect') ? 'The application sends the browser elsewhere, most likely to sign in. Reload this page.'
			: (response.status === 401) ? 'You are not signed in, or not any more (401). Reload this page to sign in.'
			: (response.status === 403) ? 'You may not see the certificates (403). Who runs the application can give you access to this endpoint.'
			: (response.status === 404) ? 'The endpoint is not there any more (404). It may have been switched off or moved.'
			: `The application answered with an error (${response.status}).`;
	}

	async function ask() {
		let response;
		try {
			response = await fetch(ENDPOINT, { headers: { Accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store',
				redirect: 'manual', signal: AbortSignal.timeout(GIVEN_UP_AFTER) });
		}
		catch {
			return 'The application cannot be reached. It may be restarting, or the network is down.';
		}
		if (!response.ok) {
			return trouble(response);
		}
		try {
			const json = await response.json();
			if (!Array.isArray(json.certificates) || !Array.isArray(json.issuers)) {
				throw new TypeError('These are no certificates');
			}
			ahead = Date.parse(json.now) - Date.now();
			shown = json;
			return null;
		}
		catch {
			return 'The application answered with something else than the certificates. Reload this page; you may have to sign in.';
		}
	}

	function notify(words) {
		const notice = byId('notice');
		const text = words ? `${words} ${shown ? `What is shown is as of ${utc(shown.now)}.` : ''} It is asked again every 10 seconds.` : '';
		if (notice.textContent !== text) {
			notice.textContent = text;
		}
		notice.hidden = !words;
		byId('waiting').hidden = Boolean(words) || shown !== null;
		document.body.classList.toggle('stale', Boolean(words));
	}

	async function refresh() {
		if (asking) {
			return;
		}
		asking = true;
		clearTimeout(timer);
		try {
			const words = await ask();
			if (!words) {
				show();
				tick();
				byId('updated').replaceChildren('As of ', el('time', { datetime: shown.now }, utc(shown.now)));
			}
			notify(words);
		}
		finally {
			asking = false;
			schedule();
		}
	}

	function schedule() {
		clearTimeout(timer);
		if (!document.hidden) {
			timer = setTimeout(refresh, EVERY);
		}
	}

	document.addEventListener('visibilitychange', () => document.hidden ? clearTimeout(timer) : refresh());
	byId('filter').addEventListener('input', () => {
		limit = AT_FIRST;
		showList([...shown.certificates].sort(compared));
	});
	byId('show-more').addEventListener('click', () => {
		limit += AT_FIRST;
		showList([...shown.certificates].sort(compared));
	});
	byId('reason').addEventListener('change', showWarning);
	byId('revoke-cancel').addEventListener('click', () => byId('revoke').close());
	byId('revoke-do').addEventListener('click', () => {
		byId('revoke').close();
		operate(revoking.certificate, 'revoke', { reason: byId('reason').value }, revoking.one);
	});
	setInterval(() => document.hidden || tick(), 1000);
	refresh();

})();
