"""Compares `kilowatch grid flow` with the results that pandapower itself finds.

    KILOWATCH=kilowatch python check_pandapower.py            every network that pandapower.networks makes
    KILOWATCH=kilowatch python check_pandapower.py NET.json   networks of files

Every column of every result table that both have is compared; the worst of each network is printed, and what is
beyond 1e-8 p.u., 1e-6 degrees, 1e-5 percent, MW, MVAr or kA.
"""
import inspect, json, logging, os, subprocess, sys, tempfile, warnings
warnings.simplefilter("ignore"); logging.disable(logging.WARNING)
import numpy as np, pandapower as pp, pandapower.networks as pn

TABLES = ["res_" + kind for kind in (
    "bus line trafo trafo3w impedance dcline ext_grid gen load sgen shunt storage ward xward motor asymmetric_load "
    "asymmetric_sgen").split()]


def networks():
    for path in sys.argv[1:]: yield os.path.basename(path), pp.from_json(path)
    for name, make in inspect.getmembers(pn, inspect.isfunction) if len(sys.argv) == 1 else []:
        try: made = make()
        except Exception: continue  # needs arguments: not a network
        for i, net in enumerate(made if isinstance(made, (list, tuple)) else [made]):
            if isinstance(net, pp.pandapowerNet): yield f"{name} {i}", net


for name, net in networks():
    try: pp.runpp(net, tolerance_mva=1e-9 if len(net.bus) < 3000 else 1e-7, max_iteration=50)
    except Exception as error: print(f"{name:48s} pandapower: {repr(error)[:80]}"); continue
    with tempfile.TemporaryDirectory() as folder:
        source, target = f"{folder}/net.json", f"{folder}/result.json"; pp.to_json(net, source)
        run = subprocess.run([os.environ.get("KILOWATCH", "kilowatch"), "grid", "flow", source, "--out", target], capture_output=True, text=True)
        if run.returncode: print(f"{name:48s} exit {run.returncode}: {run.stderr.strip()[:160]}"); continue
        result = json.load(open(target))
    worst, beyond = 0.0, []
    for table in TABLES:
        if table not in net or not len(net[table]): continue
        for column in net[table].columns:
            if column not in result.get(table, {}): beyond.append(f"no {table}.{column}"); continue
            ours = np.array([np.nan if v is None else v for v in result[table][column]], float)
            theirs = net[table][column].values.astype(float); gap = np.abs(ours - theirs)
            if "degree" in column: gap = np.minimum(gap, np.abs(gap - 360))
            gap = np.nanmax(gap, initial=0); limit = 1e-8 if "pu" in column else 1e-6 if "degree" in column else 1e-5
            if column == "vm_pu": worst = max(worst, gap)
            if gap > limit or (np.isnan(ours) != np.isnan(theirs)).any(): beyond.append(f"{table}.{column} {gap:.1e}")
    print(f"{name:48s} {result['iterations']} iterations, voltages within {worst:.0e} p.u.", *(beyond[:5] or ["- every column agrees"]))
