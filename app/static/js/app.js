// Comfort only: pages work without it.
const d = document, on = d.addEventListener.bind(d);
const buat = (t, isi) => Object.assign(d.createElement(t), isi);
const all = (s, f, r = d) => r.querySelectorAll(s).forEach(f);
const kunci = (f, ya) => all(ya ? "button:enabled" : "[data-kunci]",
  (b) => { b.disabled = b.toggleAttribute("data-kunci", ya); }, f);

const PILIH = "[data-pilih]", KESALAHAN = "Kesalahan: ";
const kabari = (t) => { d.getElementById("kabar").textContent = t; };
const sebut = (el, teks) => {
  all(".putus", (p) => p.remove());
  (el.querySelector(".aksi") || el.parentElement).append(
    buat("p", { className: "galat putus", role: "alert", textContent: teks }));
};

const siap = (r) => {
  const cari = (s) => (r.matches?.(s) ? r : r.querySelector(s));
  const galat = cari(".ringkasan-galat"), kabar = r !== d && cari("[data-kabar]");
  all("[data-lihat-sandi]", (b) => { b.hidden = false; }, r);
  (galat || cari("[data-fokus]"))?.focus();
  const hal = r !== d && cari("[data-hal]")?.dataset.hal;
  if (r.id && r.tagName === "SECTION") d.title = d.title.replace(/(, halaman \d+)?( – [^–]*)$/, `${hal > 1 ? `, halaman ${hal}` : ""}$2`);
  if (galat && !d.title.startsWith(KESALAHAN)) d.title = KESALAHAN + d.title;
  if (!d.querySelector(".ringkasan-galat")) d.title = d.title.replace(KESALAHAN, "");
  if (!kabar) return;
  kabari(kabar.textContent);
  if (!r.dataset?.nama) return;
  if (d.activeElement === d.body) r.querySelector(PILIH)?.focus();
  // The summary on top no longer lists what was mended here, or says what is wrong now.
  const kini = r.querySelector(".galat")?.lastChild.textContent;
  all(`.ringkasan-galat a[href="#${r.querySelector(PILIH).id}"]`, (a) => {
    if (kini) a.textContent = kini;
    else a.parentElement.remove();
  });
  all(".ringkasan-galat:not(:has(li))", (g) => {
    g.remove();
    d.title = d.title.replace(KESALAHAN, "");
  });
  lanjut();
};
siap(d);
on("htmx:afterSettle", (e) => siap(e.target));

on("submit", ({ target: f }) => {
  if (f.method !== "post") return;
  setTimeout(kunci, 0, f, true);
  setTimeout(kunci, 1e4, f, false);
});
on("htmx:afterRequest", (e) => kunci(e.target, false));
addEventListener("pageshow", () => kunci(d, false));

// What is typed or chosen while its region is on the way stays.
let ketikan = [], tunda;
const isian = "input:not([type=file]),select,textarea";
on("input", ({ target }) => { target.baru = true; });
on("htmx:beforeRequest", (e) => {
  const el = e.target, t = e.detail.target;
  if (d.hidden && el.matches("[data-jajak]")) { e.preventDefault(); return; }
  all(".putus", (p) => p.remove());
  if (el.type === "file") maju(el, "Mengunggah 0 %");
  else if (belum(t)) { tunda = el; e.preventDefault(); return; }
  all(isian, (i) => { i.baru = false; }, t);
});
on("htmx:beforeSwap", ({ detail: { target: t } }) => {
  ketikan = [...t.querySelectorAll(isian)].filter((i) => i.baru);
});
on("htmx:afterSwap", () => {
  for (const i of ketikan.splice(0)) {
    const n = d.getElementById(i.id), dulu = n?.value;
    if (!n) continue;
    n.value = i.value;
    n.checked = i.checked;
    n.baru = true;
    if (n.selectedIndex < 0) n.value = dulu;
  }
});

// Files go off when chosen: smaller first, with progress, to be stopped and tried again.
const maju = (el, teks, putus) => {
  const w = el.closest(".isian-berkas"), p = w.querySelector("[data-kemajuan]"), [isi, ulangi] = p.children;
  w.toggleAttribute("data-unggah", !!teks);
  p.hidden = !teks;
  p.classList.toggle("galat", !!putus);
  ulangi.hidden = !putus;
  all(".unggah", (u) => { u.hidden = teks; }, w);
  all("[name$=_berkas]", (b) => { b.disabled = teks; }, w);
  if (isi.textContent !== teks) kabari(`${w.dataset.nama}: ${isi.textContent = teks}`);
  if (d.activeElement === d.body) (teks ? p.querySelector("button:not([hidden])") : w.querySelector(PILIH)).focus();
};
const belum = (f) => {
  const nama = Array.from(f.querySelectorAll("[data-unggah]"), (w) => w.dataset.nama).join(", ");
  if (nama) sebut(f, `Belum selesai diunggah: ${nama}. Tunggu, atau pilih Batal pada isian itu.`);
  return nama;
};
const lanjut = () => {
  if (d.querySelector("[data-unggah]")) return;
  all(".putus", (p) => p.remove());
  if (tunda) htmx.trigger(tunda, "change");
  tunda = null;
};
const kecilkan = async (f) => {
  try {
    if (!/^image\/(?!png)/.test(f.type)) return f;
    const b = await createImageBitmap(f), s = 1600 / Math.max(b.width, b.height);
    if (s >= 1) return f;
    const c = buat("canvas", { width: b.width * s, height: b.height * s });
    c.getContext("2d").drawImage(b, 0, 0, c.width, c.height);
    const isi = await new Promise((r) => { c.toBlob(r, "image/jpeg", .85); });
    return isi.size < f.size ? new File([isi], f.name.replace(/\.\w+$/, ".jpg"), { type: isi.type }) : f;
  } catch { return f; }
};
on("change", async ({ target: i }) => {
  if (i.type !== "file" || !i.closest(".langsung") || !i.files.length) return;
  maju(i, "Menyiapkan…");
  const t = new DataTransfer();
  for (const f of i.files) t.items.add(await kecilkan(f));
  if (!i.files.length) return;
  // Its region may have been drawn anew meanwhile, and htmx looks at what is new a moment later.
  i = d.getElementById(i.id) || i;
  i.files = t.files;
  maju(i, "Mengunggah 0 %");
  htmx.process(i);
  htmx.trigger(i, "unggah");
});
on("htmx:xhr:progress", ({ target: i, detail: { loaded, total } }) => {
  const n = Math.floor(20 * loaded / total) * 5;
  if (i.type === "file" && n >= 0) maju(i, n < 100 ? `Mengunggah ${n} %` : "Memeriksa…");
});
const putus = ({ target: el, type }) => {
  const apa = type === "htmx:sendError" ? "Sambungan terputus. " : "";
  if (el.type === "file") maju(el, apa + "Berkas ini belum terkirim, tetapi masih terpilih.", true);
  else if (apa && !el.matches("[hx-trigger*=every]")) sebut(el, apa + "Coba lagi.");
};
on("htmx:sendError", putus);
on("htmx:responseError", putus);
addEventListener("submit", (e) => {
  if (belum(e.target)) { e.preventDefault(); e.stopImmediatePropagation(); }
}, true);

// Five minutes before the session ends unused. Other tabs keep it alive too.
const sesi = d.getElementById("sesi");
let habis = 0;
const ulur = (sisa) => {
  habis = Date.now() + sisa * 1e3;
  localStorage.sesi = habis;
  all(".sesi-habis", (b) => b.remove());
};
if (sesi) {
  ulur(sesi.dataset.sisa);
  on("htmx:afterRequest", ({ detail: { xhr } }) => {
    const sisa = xhr.getResponseHeader("Sesi-Sisa");
    if (sisa) ulur(sisa);
  });
  const jaga = () => {
    const menit = Math.ceil((Math.max(habis, localStorage.sesi || 0) - Date.now()) / 6e4);
    const b = d.querySelector(".sesi-habis");
    if (menit > 5 || menit < 1) { b?.remove(); return; }
    if (b) return;
    const baru = buat("div", { className: "banner peringatan sesi-habis" });
    const isi = buat("p", { textContent: `Sesi Anda berakhir ${menit} menit lagi bila tidak dipakai. ` });
    isi.append(sesi.querySelector("a").cloneNode(true));
    baru.append(isi);
    d.getElementById("pesan").append(baru);
  };
  jaga();
  setInterval(jaga, 5e3);
}

on("click", (e) => {
  const b = e.target.closest("button,a"), ada = (s) => b?.matches(`[data-${s}]`);
  if (ada("lihat-sandi")) {
    const i = b.previousElementSibling;
    i.type = (b.ariaPressed = i.type === "password") ? "text" : "password";
  } else if (ada("tetap")) {
    e.preventDefault();
    fetch(b.href, { headers: { "HX-Request": "true" } })
      .then((r) => { const s = r.headers.get("Sesi-Sisa"); s ? ulur(s) : open(b.href); })
      .catch(() => open(b.href));
  } else if (ada("cetak")) print();
  else if (ada("salin")) navigator.clipboard.writeText(b.dataset.salin).then(() => { b.textContent = "Tersalin"; });
  else if (ada("batal-unggah") || ada("ulangi")) {
    const lagi = ada("ulangi");
    all("[type=file]", (i) => {
      if (!i.files.length) return;
      htmx.trigger(i, lagi ? "unggah" : "htmx:abort");
      if (!lagi) i.value = "";
    }, b.closest("fieldset"));
    if (lagi) return;
    maju(b, "");
    lanjut();
  }
  else if (ada("foto")) {
    e.preventDefault();
    const m = buat("dialog", { className: "foto" });
    m.onclick = m.onclose = m.remove;
    m.append(buat("img", { src: b.href, alt: b.textContent }));
    d.body.append(m);
    m.showModal();
  }
});
