// Looks again every few seconds while a payment is being checked; the page has a link for it too.
const LOOKS = 40;
const PAUSE = 3000;

async function look(left) {
  if (left === 0) {
    return;
  }
  const page = await fetch(location.href).then((answer) => answer.text(), () => "");
  if (page.includes("data-payment=") && !page.includes('data-payment="checking"')) {
    location.reload();
  } else {
    setTimeout(look, PAUSE, left - 1);
  }
}

setTimeout(look, PAUSE, LOOKS);
