(() => {
	const bar = document.getElementById("kept-buttons"), boxes = [...document.querySelectorAll(".kept textarea")];
	if (!boxes.length) return;
	const [copy, save] = bar.querySelectorAll("button");
	const text = () => boxes.length < 2 ? boxes[0].value :
		boxes.map((box) => box.labels[0].textContent + ":\n" + box.value).join("\n\n");
	const done = () => { bar.querySelector("span").hidden = false; };
	const byHand = () => {
		const box = document.body.appendChild(document.createElement("textarea"));
		box.value = text();
		box.select();
		if (document.execCommand("copy")) done();
		box.remove();
	};
	copy.onclick = () => navigator.clipboard ? navigator.clipboard.writeText(text()).then(done, byHand) : byHand();
	save.onclick = () => {
		const link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([text()], {type: "text/plain;charset=utf-8"}));
		link.download = "text.txt";
		link.click();
		setTimeout(URL.revokeObjectURL, 1000, link.href);
	};
	bar.hidden = false;
})();
