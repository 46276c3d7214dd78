// Which certificate serves this page, and when it renews: read from the Actuator.
const covers = (domain, host) =>
  domain === host || (domain.startsWith('*.') && host.slice(host.indexOf('.')) === domain.slice(1));

const when = (text) => new Date(text).toLocaleString();

async function show() {
  const host = location.hostname.replace(/^\[|\]$/g, '');
  const answer = await fetch('actuator/certificates');
  const { certificates } = await answer.json();
  const certificate = certificates.find((one) => one.domains.some((domain) => covers(domain, host)))
      ?? certificates[0];
  document.getElementById('summary').textContent =
      `This page came over a certificate that is ${certificate.state.toLowerCase()}.`;
  const rows = {
    'Names': certificate.served.domains.join(', '),
    'Issuer': `${certificate.served.issuer} (${certificate.issuer})`,
    'Serial': certificate.served.serial,
    'Valid until': when(certificate.served.notAfter),
    'Next attempt': `${when(certificate.renewal.nextAttempt)}: ${certificate.renewal.reason}`,
  };
  if (certificate.failure) {
    rows['Last failure'] = certificate.failure.message;
  }
  const list = document.getElementById('certificate');
  list.replaceChildren();
  for (const [name, value] of Object.entries(rows)) {
    const term = document.createElement('dt');
    term.textContent = name;
    const description = document.createElement('dd');
    description.textContent = value;
    list.append(term, description);
  }
}

show().catch((problem) => {
  document.getElementById('summary').textContent = `The Actuator did not answer: ${problem}`;
});
