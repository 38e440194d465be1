// Everything is folded out before it is judged: what is hidden is not looked at.
document.querySelectorAll("details").forEach((d) => { d.open = true; });
const name = document.currentScript.dataset.name;
axe.run(document, { resultTypes: ["violations"] }).then(
	(found) => found.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 200) + " " + n.failureSummary).join("; ")),
	(error) => ["axe: " + error],
).then((violations) => fetch("/look", {
	method: "POST",
	body: JSON.stringify({
		Name: name, Violations: violations,
		Dark: matchMedia("(prefers-color-scheme: dark)").matches,
		Overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
	}),
}));
