"""Writes the networks of the power-flow benchmarks as pandapower JSON: python make_networks.py [folder]"""
import pathlib
import sys
import warnings

import pandapower as pp
import pandapower.networks as pn

warnings.simplefilter("ignore")
NETWORKS = {
    "kerber_landnetz_kabel_1": pn.create_kerber_landnetz_kabel_1,
    "cigre_lv": pn.create_cigre_network_lv,
    "kerber_dorfnetz": pn.create_kerber_dorfnetz,
    "kerber_vorstadt_kabel_1": pn.create_kerber_vorstadtnetz_kabel_1,
    "case1354pegase": pn.case1354pegase,
    "case2869pegase": pn.case2869pegase,
}


def main():
    folder = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "Benchmarks/data/powerflow")
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in NETWORKS.items():
        net = make()
        # Phase shifts of transformers are left out for every tool: one of the peers takes none.
        net.trafo["shift_degree"] = 0.0
        pp.to_json(net, str(folder / f"{name}.json"))


if __name__ == "__main__":
    main()
