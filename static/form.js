(function () {
	"use strict";
	var bar = document.getElementById("kept-buttons");
	var boxes = Array.prototype.slice.call(document.querySelectorAll(".kept textarea"));
	if (!bar || !boxes.length) {
		return;
	}
	var buttons = bar.querySelectorAll("button");
	var done = bar.querySelector("span");
	function text() {
		if (boxes.length === 1) {
			return boxes[0].value;
		}
		return boxes.map(function (box) {
			return document.querySelector("label[for=" + box.id + "]").textContent + ":\n" + box.value;
		}).join("\n\n");
	}
	function say() {
		done.hidden = false;
	}
	function copyByHand() {
		var box = document.createElement("textarea");
		box.value = text();
		document.body.appendChild(box);
		box.select();
		if (document.execCommand("copy")) {
			say();
		}
		document.body.removeChild(box);
	}
	buttons[0].addEventListener("click", function () {
		if (navigator.clipboard) {
			navigator.clipboard.writeText(text()).then(say, copyByHand);
		} else {
			copyByHand();
		}
	});
	buttons[1].addEventListener("click", function () {
		var link = document.createElement("a");
		link.href = URL.createObjectURL(new Blob([text()], {type: "text/plain;charset=utf-8"}));
		link.download = "text.txt";
		link.click();
		setTimeout(function () {
			URL.revokeObjectURL(link.href);
		}, 1000);
	});
	bar.hidden = false;
})();
