export const id=5752;export const ids=[5752,990,8609];export const modules={80990:(t,r)=>{Object.defineProperty(r,"__esModule",{value:!0}),r.marker=function(t,r,n){let o=`\x3c!-- mlops:${t}:${r} ${Buffer.from(JSON.stringify(n)).toString("base64url")} --\x3e`;if(!e.test(o))throw Error(`the marker key ${JSON.stringify(r)} has characters that a marker cannot hold`);return o},r.findOwn=function(t,r,n){return t.flatMap(t=>{let o=t.author===r?e.exec(t.body):null;if(!o||o[1]!==n)return[];try{let r=JSON.parse(Buffer.from(o[3]??"","base64url").toString("utf8"));return[{comment:t,key:o[2]??"",facts:r}]}catch{return[]}})},r.withoutMarker=function(t){return t.replace(e,"").trimStart()},r.withNote=function(t,r,e){let{begin:o,end:i}=n(t);return`${o}

${r}

${i}

${e}`},r.withoutNote=function(t,r){let{begin:e,end:o}=n(t),i=r.startsWith(e)?r.indexOf(o):-1;return i<0?r:r.slice(i+o.length).trimStart()};let e=/^<\x21-- mlops:([a-z-]+):([A-Za-z0-9._/-]{1,200}) ([A-Za-z0-9_-]*) --\x3e/,n=t=>({begin:`\x3c!-- mlops:${t} --\x3e`,end:`\x3c!-- /mlops:${t} --\x3e`})}};